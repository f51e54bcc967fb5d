# rules.pl RULES.json FOLDER N: the report of rules.sh, from FOLDER/scan.1 and stats.1 to N.
use strict;
use warnings;
use JSON::PP;

use constant TOO_DEAR => 3;    # per cent of the time of a scan

my ($list, $folder, $n) = @ARGV;

sub slurp {
	my ($path) = @_;
	open my $file, '<:raw', $path or die "$path: $!\n";
	local $/;
	return scalar <$file>;
}

my (%ns, %findings, %examples, $hunks, $changes, $busy);
for my $rule (@{ decode_json(slurp($list))->{rules} }) {
	next if $rule->{detector} eq 'plain' || $rule->{detector} eq 'builtin';
	$examples{ $rule->{id} } = $rule->{examples};
	$ns{ $rule->{id} } = $findings{ $rule->{id} } = 0;
}
for my $i (1 .. $n) {
	my $scan = decode_json(slurp("$folder/scan.$i"));
	$hunks += $scan->{hunks};
	$changes += $scan->{changes};
	defined $_->{suppressed} or $findings{ $_->{rule} }++ for @{ $scan->{findings} };
	my $rules = 0;
	for (split /\n/, slurp("$folder/stats.$i")) {
		$rules = 1 if /^rule\s/;
		$busy += $1 if !$rules && /^\S+\s+([\d.]+)\s+[\d.]+%/ && !/^wait/;
		$ns{$1} += $2 if $rules && /^(\S+\.\S+)\s+([\d.]+)\s+\d+\s+\d+$/;
	}
}
my $form = -t STDOUT ? "%-36s %8s %10s %10s %8s  %s\n" : "%s\t%s\t%s\t%s\t%s\t%s\n";
my ($dear, $all) = (0, 0);
printf $form, 'rule', 'examples', 'findings', 'per 1,000', 'time %', '';
for my $id (sort { $ns{$b} <=> $ns{$a} || $a cmp $b } grep { exists $examples{$_} } keys %ns) {
	my $share = $busy ? 100 * $ns{$id} / $busy : 0;
	$dear++ if $share > TOO_DEAR;
	$all += $findings{$id};
	printf $form, $id, $examples{$id}, $findings{$id},
		sprintf('%.2f', $hunks ? 1000 * $findings{$id} / $hunks : 0),
		sprintf('%.2f', $share), $share > TOO_DEAR ? 'ABOVE ' . TOO_DEAR . ' %' : '';
}
printf "%d rules, %d findings in %d hunks of %d changes, %.2f per 1,000; %d above %d %% of the time\n",
	scalar keys %examples, $all, $hunks, $changes, $hunks ? 1000 * $all / $hunks : 0, $dear, TOO_DEAR;
