#include "src/model/denial.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/model/scope.h"

#define TOKEN_LONGEST     4096 /* of what stands between quotes */
#define NAMESPACE_LONGEST 64   /* the first word of one */
#define TOKENS_MOST       (4 * LIMIT_NEEDS)

/* ---- tokens: what has the form of an operation or of a scope ---- */

typedef enum { TOKEN_ACTIONS, TOKEN_SCOPES } TokenKind;

typedef struct Token {
	TokenKind kind;
	char **parts;       /* between commas, at least one */
	const char *before; /* where it stands in the text, with its quote */
	const char *after;  /* behind its quote */
	bool is_quoted;
	bool is_held; /* the text says that this may be done */
	bool is_conditional;
	bool is_used;
} Token;

static void token_clear(gpointer data)
{
	Token *token = data;
	g_strfreev(token->parts);
}

static const struct {
	const char *open;
	const char *const close[3];
} quotes[] = {
	{ "'", { "'" } },       { "\"", { "\"" } }, { "`", { "`" } }, { "„", { "“", "\"", "”" } },
	{ "“", { "”", "\"" } }, { "”", { "”" } },   { "‘", { "’" } }, { "‚", { "‘", "’" } },
	{ "«", { "»" } },       { "»", { "«" } },   { "‹", { "›" } }, { "「", { "」" } },
	{ "[", { "]" } },       { "(", { ")" } },
};

/* The place in `quotes` of the one that ends right before `at`; -1: none. French ones keep a blank. */
static int find_quote(const char *text, const char *at, const char **start)
{
	static const char narrow[] = "\u202f", hard[] = "\u00a0";
	const char *const blanks[] = { " ", narrow, hard };
	for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++) {
		const size_t length = strlen(quotes[i].open);
		if ((size_t)(at - text) >= length &&
		    strncmp(at - length, quotes[i].open, length) == 0) {
			*start = at - length;
			return (int)i;
		}
		for (size_t k = 0; strcmp(quotes[i].open, "«") == 0 && k < G_N_ELEMENTS(blanks);
		     k++) {
			const size_t more = strlen(blanks[k]);
			if ((size_t)(at - text) < length + more ||
			    strncmp(at - more, blanks[k], more) != 0 ||
			    strncmp(at - more - length, quotes[i].open, length) != 0)
				continue;
			*start = at - more - length;
			return (int)i;
		}
	}
	return -1;
}

/* Where the text ends that the quote began; NULL: it does not, or too far away. `*length` of the closing one. */
static const char *find_close(const char *at, size_t quote, size_t *length)
{
	const char *nearest = NULL;
	const char *const *close = quotes[quote].close;
	for (size_t i = 0; i < G_N_ELEMENTS(quotes[quote].close) && close[i] != NULL; i++) {
		const char *found = g_strstr_len(at, TOKEN_LONGEST, close[i]);
		if (found != NULL && (nearest == NULL || found < nearest)) {
			nearest = found;
			*length = strlen(close[i]);
		}
	}
	return nearest;
}

/* Without the line breaks, and the blanks beside them, that a terminal put into it. */
static char *without_breaks(const char *text, size_t length)
{
	GString *out = g_string_sized_new(length);
	for (size_t i = 0; i < length; i++) {
		if (text[i] != '\n') {
			g_string_append_c(out, text[i]);
			continue;
		}
		while (out->len > 0 && out->str[out->len - 1] == ' ')
			g_string_truncate(out, out->len - 1);
		while (i + 1 < length && strchr(" \n", text[i + 1]) != NULL)
			i++;
	}
	return g_string_free(out, FALSE);
}

static bool begins_scope(const char *at)
{
	static const char *const begins[] = { "/subscriptions/", "/providers/" };
	for (size_t i = 0; i < G_N_ELEMENTS(begins); i++) {
		if (g_ascii_strncasecmp(at, begins[i], strlen(begins[i])) == 0)
			return true;
	}
	return false;
}

/* "/read": Azure cuts the type off at times. */
static bool is_cut_action(const char *text)
{
	static const char *const words[] = { "/read", "/write", "/delete", "/action" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_ascii_strcasecmp(text, words[i]) == 0)
			return true;
	}
	return false;
}

static bool are_actions(char **parts)
{
	for (char **part = parts; *part != NULL; part++) {
		if (!operation_is_valid(g_strstrip(*part)) && !is_cut_action(*part))
			return false;
	}
	return parts[0] != NULL;
}

/* The first pages of a scope tell whether it is one; what does not is cut off. */
static bool are_scopes(char **parts)
{
	for (char **part = parts; *part != NULL; part++) {
		g_autofree char *scope = scope_parse_pasted(g_strstrip(*part));
		if (scope == NULL || **part != '/')
			return false;
		const size_t length = strlen(*part);
		if (length > 1 && (*part)[length - 1] == '/')
			(*part)[length - 1] = '\0';
	}
	return parts[0] != NULL;
}

/* What may stand before a name: it begins there. In an address or inside of another name it does not. */
static bool is_edge(const char *text, const char *at)
{
	return at == text || (!g_ascii_isalnum(at[-1]) && strchr("/.-_@%*", at[-1]) == NULL);
}

/* A word with a full stop in it, as a namespace has. */
static bool may_be_namespace(const char *at)
{
	size_t length = 0;
	while (length < NAMESPACE_LONGEST && (g_ascii_isalnum(at[length]) || at[length] == '\n'))
		length++;
	return at[length] == '.' && length > 0;
}

static bool may_begin(const char *text, const char *at)
{
	const bool is_path = *at == '/' && g_ascii_isalpha(at[1]);
	return (is_path || (g_ascii_isalpha(*at) && may_be_namespace(at))) && is_edge(text, at);
}

/* What stands there without quotes. */
static size_t bare_length(const char *at)
{
	if (!begins_scope(at))
		return operation_length(at);
	size_t length = strcspn(at, " \t\n'\"`<>|;,?&#)]}");
	while (length > 0 && strchr(".:", at[length - 1]) != NULL)
		length--;
	return length;
}

/* The token that begins there; false: none does. */
static bool take_token(const char *text, const char *at, Token *token)
{
	const char *start = at;
	size_t close = 0;
	const int quote = find_quote(text, at, &start);
	const char *end = quote >= 0 ? find_close(at, (size_t)quote, &close) : NULL;
	g_autofree char *words = end != NULL ? without_breaks(at, (size_t)(end - at)) : NULL;
	g_auto(GStrv) parts = words != NULL ? g_strsplit(words, ",", LIMIT_NEEDS) : NULL;
	const bool has_actions = parts != NULL && are_actions(parts);
	if (!has_actions && (parts == NULL || !are_scopes(parts))) {
		g_strfreev(g_steal_pointer(&parts));
		const size_t length = bare_length(at);
		if (length == 0)
			return false;
		parts = g_new0(char *, 2);
		parts[0] = g_strndup(at, length);
		start = at;
		end = at + length;
		close = 0;
		if (begins_scope(at) && !are_scopes(parts))
			return false;
	}
	token->kind = has_actions || !begins_scope(parts[0]) ? TOKEN_ACTIONS : TOKEN_SCOPES;
	token->is_quoted = close > 0;
	token->before = start;
	token->after = end + close;
	token->parts = g_steal_pointer(&parts);
	return true;
}

static bool says(const char *from, const char *to, const char *words)
{
	g_autofree char *between = g_strndup(from, (gsize)(to - from));
	g_strdelimit(between, "\n", ' ');
	return denial_find(between, words) != NULL;
}

/* "… has permission to perform action 'A' on scope 'S'; however, …": that is not what is missing. */
static void look_before(const char *from, Token *token)
{
	/* A quote that closes one name may be taken for the one that opens the next. */
	const char *to = MAX(from, token->before);
	token->is_held = says(from, to, "has permission to perform action");
	token->is_conditional = says(from, to, "abac condition that is not fulfilled");
}

static GArray *find_tokens(const char *text)
{
	GArray *tokens = g_array_new(FALSE, TRUE, sizeof(Token));
	g_array_set_clear_func(tokens, token_clear);
	const char *from = text;
	for (const char *at = text; *at != '\0' && tokens->len < TOKENS_MOST;) {
		Token token = { 0 };
		if (!may_begin(text, at) || !take_token(text, at, &token)) {
			at++;
			continue;
		}
		if (token.kind == TOKEN_ACTIONS)
			look_before(from, &token);
		g_array_append_val(tokens, token);
		from = at = token.after;
	}
	return tokens;
}

/* ---- pairs ---- */

/* A cut one is completed by what the scope is. NULL: it cannot be. */
static char *whole_action(const char *action, const char *scope)
{
	if (*action != '/')
		return g_strdup(action);
	switch (scope_type_from_arm_id(scope)) {
	case SCOPE_MANAGEMENT_GROUP:
		return g_strconcat("Microsoft.Management/managementGroups", action, NULL);
	case SCOPE_SUBSCRIPTION:
		return g_strconcat("Microsoft.Resources/subscriptions", action, NULL);
	case SCOPE_RESOURCE_GROUP:
		return g_strconcat("Microsoft.Resources/subscriptions/resourceGroups", action,
				   NULL);
	default:
		break;
	}
	/* …/providers/NAMESPACE/TYPE/NAME/TYPE/NAME: the last provider's. */
	const char *last = NULL;
	for (const char *at = scope; (at = denial_find(at, "/providers/")) != NULL; at++)
		last = at + strlen("/providers/");
	if (last == NULL)
		return NULL;
	g_auto(GStrv) parts = g_strsplit(last, "/", -1);
	g_autoptr(GString) type = g_string_new(parts[0]);
	for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i += 2) {
		g_string_append_printf(type, "/%s", parts[i]);
		if (parts[i + 1] == NULL)
			break;
	}
	g_string_append(type, action);
	return g_string_free(g_steal_pointer(&type), FALSE);
}

static void add_pair(Denial *denial, const Token *token, const char *action, const char *scope)
{
	g_autofree char *whole = whole_action(action, scope != NULL ? scope : "");
	if (whole == NULL || !operation_is_valid(whole))
		return;
	Need *need = need_new(whole, PLANE_CONTROL, scope);
	need->is_conditional = token->is_conditional;
	denial_add(denial, need);
}

/* One scope for all of the operations, or one each. */
static void pair(Denial *denial, Token *actions, Token *scopes)
{
	actions->is_used = true;
	scopes->is_used = true;
	if (actions->is_held)
		return;
	const guint count = g_strv_length(scopes->parts);
	for (guint i = 0; actions->parts[i] != NULL; i++)
		add_pair(denial, actions, actions->parts[i], scopes->parts[MIN(i, count - 1)]);
}

/* Languages in which the place is said first: each pair the other way round. */
static bool has_scopes_first(const GArray *tokens)
{
	guint scopes = 0;
	for (guint i = 0; i < tokens->len; i++) {
		const Token *token = &g_array_index(tokens, Token, i);
		const TokenKind expected = i % 2 == 0 ? TOKEN_SCOPES : TOKEN_ACTIONS;
		if (token->kind != expected || !token->is_quoted)
			return false;
		scopes += token->kind == TOKEN_SCOPES;
	}
	return scopes > 0 && scopes * 2 == tokens->len;
}

/* In other languages: a sentence that goes on behind the first pair, and a code that says so. */
static bool goes_on(const Token *scopes)
{
	return scopes->after[strspn(scopes->after, " \n")] == ';';
}

static void pair_tokens(const char *text, GArray *tokens, Denial *denial)
{
	const bool is_linked = denial_find(text, "linkedauthorizationfailed") != NULL ||
			       denial_find(text, "denyassignmentauthorizationfailed") != NULL;
	const bool is_reversed = has_scopes_first(tokens);
	for (guint i = 0; i + 1 < tokens->len; i++) {
		Token *one = &g_array_index(tokens, Token, i);
		Token *other = one + 1;
		Token *actions = is_reversed ? other : one;
		Token *scopes = is_reversed ? one : other;
		if (actions->kind != TOKEN_ACTIONS || scopes->kind != TOKEN_SCOPES ||
		    actions->is_used || scopes->is_used)
			continue;
		actions->is_held = actions->is_held || (is_linked && goes_on(other));
		pair(denial, actions, scopes);
	}
}

/* Operations without a place, where no other has one. */
static void take_lone(GArray *tokens, Denial *denial)
{
	for (guint i = 0; i < tokens->len; i++) {
		const Token *token = &g_array_index(tokens, Token, i);
		if (token->kind != TOKEN_ACTIONS || token->is_used || token->is_held)
			continue;
		for (guint k = 0; token->parts[k] != NULL; k++)
			add_pair(denial, token, token->parts[k], NULL);
	}
}

/* ---- the whole ---- */

static void tell_planes(const char *text, Denial *denial)
{
	static const char *const signs[] = { "data action", "forbiddenbyrbac",
					     "deniedwithnovalidrbac", "deniedwithdenyassignment" };
	bool is_data = false;
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		is_data = is_data || denial_find(text, signs[i]) != NULL;
	for (guint i = 0; is_data && i < denial->needs->len; i++) {
		Need *need = denial->needs->pdata[i];
		if (need->plane != PLANE_CONTROL)
			continue;
		need->plane = PLANE_DATA;
		/* Of several it is one of them: which one the list of operations may know. */
		need->is_plane_known = denial->needs->len == 1;
	}
}

static bool is_refusal(const char *text)
{
	static const char *const signs[] = { "authorization", "insufficient privileges",
					     "forbidden",     "not authorized",
					     "permission",    "access is denied",
					     "accessdenied",  "unauthorized" };
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (denial_find(text, signs[i]) != NULL)
			return true;
	}
	return false;
}

Denial *denial_parse(const char *text, gssize length)
{
	Denial *denial = g_new0(Denial, 1);
	denial->needs = g_ptr_array_new_with_free_func((GDestroyNotify)need_free);
	const size_t size = length < 0 ? strlen(text) : (size_t)length;
	g_autofree char *plain = denial_unwrap(text, size);
	g_autoptr(GArray) tokens = find_tokens(plain);
	denial->is_cut = size > LIMIT_DENIAL || tokens->len >= TOKENS_MOST;
	pair_tokens(plain, tokens, denial);
	if (denial->needs->len == 0)
		denial_read_data(plain, denial);
	if (denial->needs->len == 0)
		take_lone(tokens, denial);
	tell_planes(plain, denial);
	denial_read_obstacle(plain, denial);
	denial->is_refusal = denial->obstacle != OBSTACLE_NONE || is_refusal(plain);
	return denial;
}

void denial_free(Denial *denial)
{
	if (denial == NULL)
		return;
	g_ptr_array_unref(denial->needs);
	g_free(denial->name);
	g_free(denial);
}
