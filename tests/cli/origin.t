#!/bin/sh
# --lines-in on random histories with merges: every line of the last state stands on the hunk of
# the commit that git blame names, or is counted as not changed.
. "$(dirname "$0")/lib.sh"
printf 'cdreview: 1\nextends: []\n' >"$work/registry.yaml"

# history SEED SKEW: branches, merges with and without conflicts; SKEW: clocks lie
history() {
	new_repo "r$1"
	perl -e '
		my ($seed, $skew) = @ARGV;
		srand $seed;
		my $now = 1_760_000_000;
		my %lines;   # of the files on the branch at hand
		sub git { system("git", @_) == 0 or die "git @_" }
		sub dated { $now += $skew && rand() < 0.4 ? -int(rand 900) : 60; $ENV{GIT_AUTHOR_DATE} = $ENV{GIT_COMMITTER_DATE} = "$now +0000" }
		sub get { open my $f, "<", shift or return (); my @l = <$f>; @l }
		sub put { my ($path, @l) = @_; open my $f, ">", $path or die; print $f @l }
		sub line { rand() < 0.3 ? ("}\n", "\n", "end\n")[rand 3] : "x" . int(rand 40) . " = " . int(rand 1000) . "\n" }
		sub edit { my $path = shift; my @l = get($path);
			for (1 .. 1 + rand 4) {
				my $at = int rand(@l + 1);
				if (rand() < 0.6 || @l < 4) { splice @l, $at, 0, map line(), 1 .. 1 + rand 4 }
				else { splice @l, $at, 1 + rand 3 }
			}
			@l = (line()) unless @l;
			put($path, @l) }
		sub commit { dated(); git(qw(add -A)); git(qw(commit -q --allow-empty -m), shift) }
		put("a", map line(), 1 .. 20); put("b", map line(), 1 .. 10); commit("start");
		my $n = 0;
		for my $round (1 .. 6) {
			if (rand() < 0.5) { edit(("a", "b")[rand 2]); commit("edit " . ++$n); next }
			git(qw(checkout -q -b side)); edit(("a", "b")[rand 2]) , commit("side " . ++$n) for 1 .. 1 + rand 2;
			git(qw(checkout -q main)); edit(("a", "b")[rand 2]), commit("main " . ++$n) if rand() < 0.8;
			dated();
			if (system("git merge -q --no-ff -m merge side >/dev/null 2>&1") != 0) {
				for my $path ("a", "b") { put($path, grep { !/^(<<<<<<<|=======|>>>>>>>)/ } get($path)) }
				git(qw(add -A)); git(qw(commit -q -m resolved));
			} elsif (rand() < 0.3) { edit("a"); git(qw(commit -q -a --amend -m evil)) }
			git(qw(branch -q -D side));
		}
	' "$1" "$2"
}

# compare RANGE: what the scan says against git blame
compare() {
	for path in a b; do awk -v p=$path '{print p ":" NR ": here"}' $path; done >"$work/report"
	run scan --registry "$work/registry.yaml" --json --lines-in "t=$work/report" "$1"
	json 'print "$_->{commit} $_->{path} $_->{line}\n" for grep { $_->{rule} eq "t/message" } @{$j->{findings}}' |
		sort >"$work/got"
	git rev-list "$1" | sort >"$work/range"
	for path in a b; do
		git -c diff.algorithm=myers blame --line-porcelain --no-progress "$path" |
			sed -n "s/^\([0-9a-f]\{40\}\) \([0-9]*\) [0-9]*.*/\1 $path \2/p"
	done | sort | join - "$work/range" | sort >"$work/want"
	cmp "$work/got" "$work/want" && test "$(json 'print $j->{imported}{placed} + $j->{imported}{unchanged}')" -eq "$(wc -l <"$work/report")"
}

for seed in 1 2 3 4 5 6 7 8; do
	history $seed 0
	test_that "history $seed: as git blame says" compare "$(git rev-list --max-parents=0 HEAD)..HEAD"
	test_that "history $seed: what the range has not brought is left out" compare HEAD~2..HEAD
done
for seed in 11 12 13 14; do
	history $seed 1
	test_that "history $seed, clocks lie: as git blame says" compare "$(git rev-list --max-parents=0 HEAD)..HEAD"
done
test_that "something was compared" test -s "$work/want"
plan
