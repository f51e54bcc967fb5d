/* One small function an effect; none of them decides anything. */
#include "term/perform.h"

#include "term/editor.h"
#include "term/signals.h"

#include <stdlib.h>
#include <string.h>

#define QUEUE_MIN 64

void tui_queue_push(struct tui_queue *queue, const struct tui_event *event)
{
	if (queue->n == queue->alloc) {
		size_t alloc = queue->alloc ? 2 * queue->alloc : QUEUE_MIN;
		struct tui_event *items = calloc(alloc, sizeof(*items));

		if (!items)
			abort();   /* as the arena does: the crash handler restores the terminal */
		for (size_t i = 0; i < queue->n; i++)
			items[i] = queue->items[(queue->first + i) % queue->alloc];
		free(queue->items);
		queue->items = items;
		queue->alloc = alloc;
		queue->first = 0;
	}
	queue->items[(queue->first + queue->n++) % queue->alloc] = *event;
}

bool tui_queue_pop(struct tui_queue *queue, struct tui_event *event)
{
	if (queue->n == 0)
		return false;
	*event = queue->items[queue->first];
	queue->first = (queue->first + 1) % queue->alloc;
	queue->n--;
	return true;
}

static struct cdr_arena *arena(struct tui_performer *performer)
{
	return &performer->arenas[performer->turn];
}

void tui_performer_turn(struct tui_performer *performer)
{
	performer->turn = !performer->turn;
	cdr_arena_release(arena(performer));
}

static void answer(struct tui_performer *performer, struct tui_event event)
{
	tui_queue_push(&performer->answers, &event);
}

static void perform_standing(struct tui_performer *performer, size_t hunk)
{
	const struct cdr_flagged *flagged = tui_state_flagged(performer->state, hunk);

	answer(performer, (struct tui_event){
		.kind = TUI_EVENT_STANDING,
		.hunk = hunk,
		.standing = cdr_session_standing(performer->options->session, flagged,
						 arena(performer)),
	});
}

/* The words of a failure outlive the next one: they are copied for the event. */
static struct cdr_str words(struct tui_performer *performer)
{
	const struct cdr_err *trouble = &performer->trouble;

	return cdr_str_from(cdr_arena_printf(arena(performer), "%s%s%s", trouble->message,
					     trouble->hint[0] ? ": " : "", trouble->hint));
}

static void perform_decide(struct tui_performer *performer, const struct tui_effect *effect)
{
	struct cdr_hash line = { { 0 } };

	memset(&performer->trouble, 0, sizeof(performer->trouble));
	if (cdr_session_decide(performer->options->session, &effect->decision, &line,
			       &performer->trouble) < 0) {
		answer(performer, (struct tui_event){ .kind = TUI_EVENT_SAVE_FAILED,
						      .hunk = effect->hunk,
						      .text = words(performer) });
		return;
	}
	answer(performer, (struct tui_event){ .kind = TUI_EVENT_SAVED,
					      .hunk = effect->hunk,
					      .line = line });
	perform_standing(performer, effect->hunk);
}

static void answer_trouble(struct tui_performer *performer)
{
	answer(performer, (struct tui_event){ .kind = TUI_EVENT_MESSAGE,
					      .text = words(performer) });
}

static void answer_size(struct tui_performer *performer)
{
	struct tui_event event = { .kind = TUI_EVENT_RESIZE };

	tui_screen_size(performer->screen, &event.rows, &event.cols);
	tui_queue_push(&performer->answers, &event);
}

static void perform_edit(struct tui_performer *performer, struct cdr_str text)
{
	const struct tui_loop_options *options = performer->options;
	struct cdr_str dir = cdr_session_git_dir(options->session);
	char *home = cdr_arena_printf(arena(performer), "%.*s", CDR_FMT(dir));
	int code;

	memset(&performer->trouble, 0, sizeof(performer->trouble));
	cdr_buf_clear(&performer->edited);
	tui_screen_leave(performer->screen);
	code = tui_editor_run(options->editor ? options->editor : "", home, text,
			      &performer->edited, &performer->trouble);
	tui_screen_return(performer->screen);
	answer_size(performer);
	answer(performer, (struct tui_event){ .kind = TUI_EVENT_EDITED, .ok = code == 0,
					      .text = cdr_buf_str(&performer->edited) });
	if (code < 0)
		answer_trouble(performer);
}

static void perform_resume(struct tui_performer *performer, size_t hunk)
{
	const struct cdr_flagged *flagged = tui_state_flagged(performer->state, hunk);

	memset(&performer->trouble, 0, sizeof(performer->trouble));
	if (cdr_session_resume_save(performer->options->session, &flagged->hunk->hid,
				    &performer->trouble) < 0)
		answer_trouble(performer);
}

void tui_perform_suspend(struct tui_performer *performer)
{
	tui_screen_leave(performer->screen);
	tui_signals_stop_job();
	tui_screen_return(performer->screen);
	answer_size(performer);
}

void tui_perform(struct tui_performer *performer, const struct tui_effects *effects)
{
	for (size_t i = 0; i < effects->n; i++) {
		const struct tui_effect *effect = &effects->items[i];

		switch (effect->kind) {
		case TUI_EFFECT_STANDING:
			perform_standing(performer, effect->hunk);
			break;
		case TUI_EFFECT_DECIDE:
			perform_decide(performer, effect);
			break;
		case TUI_EFFECT_EDIT:
			perform_edit(performer, effect->text);
			break;
		case TUI_EFFECT_RESUME:
			perform_resume(performer, effect->hunk);
			break;
		case TUI_EFFECT_SUSPEND:
			tui_perform_suspend(performer);
			break;
		case TUI_EFFECT_REDRAW:
			tui_screen_redraw(performer->screen);
			break;
		case TUI_EFFECT_QUIT:
			performer->quit = true;
			break;
		}
	}
}
