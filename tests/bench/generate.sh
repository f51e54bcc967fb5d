#!/bin/sh
# generate.sh DIR: a repository of 600 commits over 200 Python files, the same bytes every time.
set -eu
cd "${1:?usage: generate.sh DIR}"
git init -q -b main .
awk 'BEGIN {
	for (c = 1; c <= 600; c++) {
		msg = "change " c
		printf "commit refs/heads/main\ncommitter A <a@example.com> %d +0000\ndata %d\n%s\n", 1767607200 + c * 60, length(msg), msg
		for (k = 0; k < 5; k++) {
			f = (c * 7 + k * 31) % 200
			text = ""
			for (l = 0; l < 120; l++)
				text = text sprintf("value_%d = compute(%d, %d)\n", l, f, (l % 17 == c % 17) ? c : l)
			if (c % 9 == 0)
				text = text "response = requests.get(url, verify=False)\n"
			printf "M 100644 inline app/module_%d.py\ndata %d\n%s\n", f, length(text), text
		}
	}
}' | git fast-import --quiet
git reset -q --hard
