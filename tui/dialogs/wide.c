#include "tui/dialogs/wide.h"

#include "frontend/target.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"

typedef struct Wide {
	GPtrArray *activations; /* Activation*: captured when the question was asked */
	void (*on_yes)(Update *update, const GPtrArray *activations);
} Wide;

static void wide_clear(void *self)
{
	g_clear_pointer(&((Wide *)self)->activations, g_ptr_array_unref);
}

static bool is_wide(const Activation *activation)
{
	return target_is_wide(&activation->eligibility->grant, &activation->scope);
}

bool wide_is_asked(const GPtrArray *activations)
{
	for (guint i = 0; i < activations->len; i++) {
		if (is_wide(g_ptr_array_index(activations, i)))
			return true;
	}
	return false;
}

/* ---- What it shows ------------------------------------------------------------------------------ */

static void add_activation(Page *page, const State *state, const Activation *activation)
{
	const Scope *scope = &activation->scope;
	g_autofree char *covered = state_covered(state, scope);
	page_add(page, 0, STYLE_TITLE, role_label(&activation->eligibility->grant.role));
	page_printf(page, 4, STYLE_WARNING, "    all of %s (%s)%s%s", scope_label(scope),
		    scope_type_title(scope->type), covered != NULL ? ": " : "",
		    covered != NULL ? covered : "");
	page_printf(page, 4, STYLE_DIM, "    %s", scope->id);
}

static void write_wide(const State *state, const Dialog *dialog, Page *page)
{
	const Wide *wide = dialog->self;
	for (guint i = 0; i < wide->activations->len; i++) {
		const Activation *activation = g_ptr_array_index(wide->activations, i);
		if (!is_wide(activation))
			continue;
		add_activation(page, state, activation);
		page_add_blank(page);
	}
	page_add(page, 0, STYLE_TEXT,
		 "Rarely is all of it needed: go back, and choose a narrower scope in the pane "
		 "Scope.");
}

/* ---- The question ------------------------------------------------------------------------------- */

void wide_ask(Update *update, GPtrArray *activations,
	      void (*on_yes)(Update *update, const GPtrArray *activations))
{
	Wide *wide = dialog_open(update, &wide_dialog)->self;
	wide->activations = activations;
	wide->on_yes = on_yes;
	/* How much it is stands in the tree, once all of that is read. */
	for (guint i = 0; i < activations->len; i++) {
		const Activation *activation = g_ptr_array_index(activations, i);
		const Grant *grant = &activation->eligibility->grant;
		ScopeNode *node = is_wide(activation) ? tree_add(&update->state->scopes.tree,
								 &activation->scope)
						      : NULL;
		if (node != NULL && node->deep == CHILDREN_UNKNOWN)
			known_scopes_load(update, node, grant->workload, true);
	}
}

static void run_confirm(Update *update)
{
	Wide *wide = dialog_top(update->state)->self;
	g_autoptr(GPtrArray) activations = g_steal_pointer(&wide->activations);
	void (*on_yes)(Update *, const GPtrArray *) = wide->on_yes;
	dialog_close(update);
	on_yes(update, activations);
}

static const Context context = {
	.name = "Wide scope",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
	.help_place = 25,
};

static const Action actions[] = {
	{ "confirm-wide", "enter", "all of it", "Go on with all of the scope that is shown.",
	  .place = 355, .footer = 1, .run = run_confirm },
};

const DialogKind wide_dialog = {
	.title = "All of it?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(Wide),
	.clear = wide_clear,
	.write = write_wide,
};
