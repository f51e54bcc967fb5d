#!/bin/sh
# docs.sh: every folder of core/ and tui/ that holds .c files has a README.md
# that names exactly its .c and .h files, each once, as "- `name.c`: sentence."
# Prints "file: what" for each offence. Exit 0 clean, 1 offences.
# TREE: the tree to look at (default: this one).
set -u
cd "${TREE:-$(dirname "$0")/..}" || exit 2

names_on_disk() { find "$1" -maxdepth 1 -name '*.[ch]' -exec basename {} \; | sort; }
names_in_map() { sed -n 's/^- `\([^`]*\.[ch]\)`: .*\.$/\1/p' "$1" | sort; }

offences=$(
	find core tui -name '*.c' -exec dirname {} \; | sort -u | while read -r folder; do
		map=$folder/README.md
		if [ ! -f "$map" ]; then
			echo "$map: missing"
			continue
		fi
		names_in_map "$map" | uniq -d | sed "s|.*|$map: names & twice|"
		{
			names_on_disk "$folder" | sed 's/$/ disk/'
			names_in_map "$map" | uniq | sed 's/$/ map/'
		} | awk -v map="$map" '
			{ in_[$2, $1] = 1; seen[$1] = 1 }
			END {
				for (name in seen) {
					if (!(("map", name) in in_))
						print map ": lacks a sentence on " name
					if (!(("disk", name) in in_))
						print map ": names " name ", which does not exist"
				}
			}' | sort
	done
)
[ -z "$offences" ] && exit 0
printf '%s\n' "$offences"
exit 1
