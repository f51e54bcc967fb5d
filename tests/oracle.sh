#!/bin/sh
# oracle.sh REPO [RANGE]: are our hunks git's? (DESIGN section 10)
#
# Compares commit, file and the four numbers of every text hunk, in order, between
#     $CDREVIEW --git-dir REPO scan --all-hunks --json RANGE
# and git log -p with everything pinned that configuration could change. RANGE is the
# whole history of HEAD by default. Prints counts and the first differences.
# Exit status: 0 the same, 1 different, 2 trouble.
set -u
export LC_ALL=C GIT_CONFIG_NOSYSTEM=1 GIT_PAGER=cat
empty_tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904
repo=${1:?usage: oracle.sh REPO [RANGE]}
range=${2:-$empty_tree..HEAD}
[ -e "$repo/.git" ] && repo=$repo/.git
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM

pinned_git() {
	git --git-dir="$repo" --no-replace-objects -c core.quotePath=false -c diff.noprefix=false \
		-c diff.mnemonicPrefix=false -c diff.suppressBlankEmpty=false -c diff.relative=false \
		-c diff.orderFile=/dev/null -c log.showSignature=false -c log.showRoot=true -c core.attributesFile=/dev/null "$@"
}

# REV alone is REV^..REV for us; git log would go on to its ancestors.
case $range in
*..* | *^* | *' '*) revisions=$range ;;
*) revisions=$range
   pinned_git rev-parse -q --verify "$range^" >/dev/null && revisions="$range^..$range" ;;
esac

# One line a hunk: COMMIT OLD,N NEW,N PATH. Lines of a hunk are counted off, so that no text is taken for a header.
# shellcheck disable=SC2016,SC2086
git_hunks() {
	{ pinned_git log -p --no-merges --diff-algorithm=myers --indent-heuristic --inter-hunk-context=0 \
		--submodule=short --ignore-submodules=none --no-renames --no-ext-diff --text --no-textconv -U3 \
		--no-color --no-decorate --no-notes --src-prefix=a/ --dst-prefix=b/ --format='commit %H' $revisions -- && : >"$work/git-done"; } |
	perl -e '
		my %plain = (a => "\a", b => "\b", f => "\f", n => "\n", r => "\r", t => "\t", v => "\013");
		sub path {
			my $name = shift;
			$name =~ s/\t$// unless $name =~ /^"/;
			return undef if $name eq "/dev/null";
			if ($name =~ s/^"(.*)"$/$1/s) {
				$name =~ s{\\([0-7]{3}|.)}{length $1 == 3 ? chr oct $1 : exists $plain{$1} ? $plain{$1} : $1}ges;
			}
			return substr $name, 2;
		}
		# Bytes that are not UTF-8 are U+FFFD in our JSON, each for itself.
		my $char = qr/[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}
			|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2}/x;
		sub shown {
			my $path = shift;
			$path =~ s/($char)|(.)/defined $1 ? $1 : "\xEF\xBF\xBD"/ges if $path =~ tr/\x80-\xFF//;
			$path =~ s/\n/\\n/g;
			return $path;
		}
		my ($commit, $old, $new, $minus, $plus) = ("", undef, undef, 0, 0);
		while (<STDIN>) {
			my $c = substr $_, 0, 1;
			if ($minus > 0 || $plus > 0) {
				$minus-- if $c eq " " || $c eq "-";
				$plus-- if $c eq " " || $c eq "+";
			} elsif ($c eq "@" && /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/) {
				($minus, $plus) = (defined $2 ? $2 : 1, defined $4 ? $4 : 1);
				print "$commit -$1,$minus +$3,$plus ", shown(defined $new ? $new : $old), "\n";
			} elsif ($c eq "c" && /^commit ([0-9a-f]+)$/) {
				$commit = $1;
			} elsif ($c eq "-" && /^--- (.*)$/s) {
				chomp(my $name = $1);
				$old = path($name);
			} elsif ($c eq "+" && /^\+\+\+ (.*)$/s) {
				chomp(my $name = $1);
				$new = path($name);
			}
		}'
}

# The same lines from our JSON; merges are left out here as --no-merges does there.
# shellcheck disable=SC2016
our_hunks() {
	perl -e '
		open my $list, "<", shift or die;
		my %merge = map { chomp; ($_ => 1) } <$list>;
		local $/;
		my $json = <STDIN>;
		$json =~ s/^.*?"all_hunks":\[//s or die "no all_hunks in the output\n";
		$json =~ /\}\s*$/ or die "the output is cut short\n";
		my %plain = (b => "\b", f => "\f", n => "\\n", r => "\r", t => "\t");
		sub bytes {
			my $char = chr shift;
			utf8::encode($char);
			return $char;
		}
		sub text {
			my $text = shift;
			$text =~ s{\\u(d[89ab]..)\\u(d[c-f]..)}{bytes(0x10000 + ((hex($1) & 0x3ff) << 10) + (hex($2) & 0x3ff))}gei;
			$text =~ s{\\(u([0-9a-fA-F]{4})|.)}{defined $2 ? $2 eq "000a" ? "\\n" : bytes(hex $2) : exists $plain{$1} ? $plain{$1} : $1}ges;
			return $text;
		}
		while ($json =~ /\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}/gs) {
			my %h;
			my $object = $1;
			while ($object =~ /"(\w+)":(?:"((?:[^"\\]|\\.)*)"|([^,]+))/gs) {
				$h{$1} = defined $2 ? $2 : $3;
			}
			next if $h{hunk_kind} ne "text" || $merge{$h{commit}};
			print "$h{commit} -$h{old_start},$h{old_lines} +$h{new_start},$h{new_lines} ", text($h{path}), "\n";
		}' "$work/merges"
}

# shellcheck disable=SC2086
pinned_git rev-list --merges $revisions -- >"$work/merges" || exit 2
"${CDREVIEW:-cdreview}" --git-dir "$repo" scan --all-hunks --json "$range" >"$work/json"
status=$?
# What rules could not scan is no matter here: status 2 is trouble only if the list is not whole.
if ! our_hunks <"$work/json" >"$work/ours"; then
	echo "oracle: cdreview scan ended with status $status" >&2
	exit 2
fi
git_hunks >"$work/gits" && [ -e "$work/git-done" ] || exit 2
commits=$(cut -d' ' -f1 "$work/gits" | uniq | wc -l)
echo "$repo $revisions: $((commits)) commits with hunks, $(($(wc -l <"$work/gits"))) hunks of git, $(($(wc -l <"$work/ours"))) of ours"
if cmp -s "$work/gits" "$work/ours"; then
	exit 0
fi
echo "different (< git, > ours): $(diff "$work/gits" "$work/ours" | grep -c '^[<>]') lines"
diff "$work/gits" "$work/ours" | head -n 20
exit 1
