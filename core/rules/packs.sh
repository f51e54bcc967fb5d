#!/bin/sh
# packs.sh FILE.yaml...: prints a C file that embeds the shipped packs, so that a copied binary works.
set -eu
echo '#include "rules/registry.h"'
for file in "$@"; do
	name=$(basename "$file" .yaml | tr - _)
	echo "static const unsigned char pack_${name}[] = {"
	od -An -v -tu1 "$file" | sed 's/\([0-9][0-9]*\)/\1,/g'
	echo '};'
done
echo 'const struct cdr_pack cdr_packs[] = {'
for file in "$@"; do
	base=$(basename "$file" .yaml)
	name=$(echo "$base" | tr - _)
	echo "	{ \"$base\", pack_$name, sizeof(pack_$name) },"
done
echo '};'
echo 'const size_t cdr_n_packs = sizeof(cdr_packs) / sizeof(cdr_packs[0]);'
