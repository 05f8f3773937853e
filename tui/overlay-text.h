/*
 * The pieces that overlay_lines (tui/state.h) is made of.
 */
#ifndef MYROLES_TUI_OVERLAY_TEXT_H
#define MYROLES_TUI_OVERLAY_TEXT_H

#include "tui/state.h"

StyleId notice_style(NoticeKind kind);

/* "at  name (type)", the id, and how much it covers as far as known. */
void add_scope_lines(const State *state, GPtrArray *lines, int columns, const Scope *scope,
		     bool is_narrowing);

/* Everything known of the row `overlay->row_id`. */
void sign_in_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns);
void qr_lines(const State *state, GPtrArray *lines, int columns);
void address_lines(const Overlay *overlay, GPtrArray *lines, int columns);
void sign_out_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns);
void account_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns);
void details_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns);

#endif
