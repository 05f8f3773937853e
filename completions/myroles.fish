# Completion of myroles for fish, as `myroles completion fish` prints it.
function __myroles_complete
	set -l words (commandline -opc)
	set -l told ($words[1] __complete fish -- $words[2..-1] (commandline -ct | string unescape) 2>/dev/null)
	if test "$told[1]" = :files
		__fish_complete_path (commandline -ct)
	else
		printf '%s\n' $told
	end
end
complete -c myroles -f -k -a '(__myroles_complete)'
