/*
 * What a shell reads to complete our words.
 */
#ifndef MYROLES_CLI_COMPLETION_H
#define MYROLES_CLI_COMPLETION_H

/* Of "bash", "zsh" or "fish", as it is installed. NULL: no such shell. Static. */
const char *completion_script(const char *shell);

#endif
