# Active roles in bash's prompt: source this file from ~/.bashrc. It asks no service: what is shown is what the last
# run of myroles knew, with the time that is left now.
_myroles_prompt()
{
	local roles
	roles=$(myroles status --format '{role}@{scope} {left}' --separator ', ' 2>/dev/null)
	[ -z "$roles" ] || printf '[%s] ' "$roles"
}
case $PS1 in
*_myroles_prompt*) ;;
*) PS1='$(_myroles_prompt)'$PS1 ;;
esac
