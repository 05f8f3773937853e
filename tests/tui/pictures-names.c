/* Rows that no one would make up for a picture. */
#include "tests/tui/pictures-rows.h"
#include "tests/tui/pictures.h"

/* Role and scope, by turns. */
static const char *const hostile_names[] = {
	"\033[31mRed\033[0m \033]0;title\007",
	"rg-\033[2J",
	"C1 \xc2\x9bm \xc2\x90q",
	"rg-\xc2\x85next",
	"\u202egnikcah bidi",
	"rg-\u2066isolate\u2069",
	"zero\u200bwidth\u2060joiner\ufeff",
	"rg-\u200d\u200e",
	"bad \xff\xfe utf8 \xe6\x9d",
	"rg-\xc0\x80",
	"new\nline\ttab\rreturn",
	"rg-\u2028sep",
	"tag \U000E0041\U000E0042",
	"rg-\177del",
	"Za\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307lgo",
	"rg-e\u0301",
	"",
	"",
};

static const char *const wide_names[] = {
	"データベース管理者",
	"本番環境",
	"読み取り専用アクセス権限の確認担当者",
	"決済システム本番リソースグループ",
	"비밀번호 관리자",
	"결제",
	"Administrateur de la sécurité",
	"rg-café",
	"Ärzte e\u0301quipe",
	"rg-naïve",
	"Operator 🚀 launch",
	"rg-🚀🚀🚀",
	"a",
	"b",
};

void pictures_load_names(Desk *desk, PicturesNames names)
{
	const char *const *table = names == PICTURES_WIDE_NAMES ? wide_names : hostile_names;
	guint count = names == PICTURES_WIDE_NAMES ? G_N_ELEMENTS(wide_names)
						   : G_N_ELEMENTS(hostile_names);
	Instant now = desk_now(desk);
	GPtrArray *eligible = make_eligible_rows(), *active = make_active_rows();

	for (guint i = 0; i + 1 < count; i += 2) {
		g_ptr_array_add(eligible, pictures_named(table[i], table[i + 1], i, 0));
		if (i < 4) {
			g_autoptr(Eligibility) row =
				pictures_named(table[i], table[i + 1], i, now + 3600);
			Assignment *assignment = assignment_new();
			grant_copy(&assignment->grant, &row->grant);
			assignment->grant.start = now - 3600;
			g_ptr_array_add(active, assignment);
		}
	}
	pictures_load_rows(desk, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, eligible);
	pictures_load_rows(desk, EVENT_ASSIGNMENTS, WORKLOAD_AZURE, active);
}

void pictures_load_many(Desk *desk, guint count)
{
	GPtrArray *rows = make_eligible_rows();
	for (guint i = 1; i <= count; i++) {
		g_autofree char *role = g_strdup_printf("Role %05u Contributor", i);
		g_autofree char *scope = g_strdup_printf("rg-%05u", i);
		g_ptr_array_add(rows, pictures_named(role, scope, i, 0));
	}
	pictures_load_rows(desk, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, rows);
}
