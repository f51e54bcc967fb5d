/* frameworks.h - what the repository contains, as far as rules depend on it. */
#ifndef TUI_CMD_FRAMEWORKS_H
#define TUI_CMD_FRAMEWORKS_H

#include "cdreview/json.h"
#include "output.h"

/* A line a framework on stderr: its name and what speaks for it, or that nothing does. */
void tui_frameworks_print(const struct tui_output *out, const struct cdr_registry *registry);

/* The same as the array "frameworks" of an object. */
void tui_frameworks_json(struct cdr_jw *w, const struct cdr_registry *registry);

#endif
