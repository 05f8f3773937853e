# Active roles in zsh's prompt, on the right: source this file from ~/.zshrc. It asks no service: what is shown is what
# the last run of myroles knew, with the time that is left now.
_myroles_prompt() {
	local roles
	roles=$(myroles status --format '{role}@{scope} {left}' --separator ', ' 2>/dev/null)
	# A name is text: no % in it means anything to the prompt.
	psvar[9]=$roles
}
autoload -Uz add-zsh-hook
add-zsh-hook precmd _myroles_prompt
[[ $RPROMPT == *'%9v'* ]] || RPROMPT="%F{yellow}%9v%f$RPROMPT"
