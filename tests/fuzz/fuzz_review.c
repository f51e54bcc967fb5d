/*
 * fuzz_review.c - bytes as a sitting: keys, events and hunks in any order into
 * the reducer, every invariant checked after each, every frame drawn.
 *
 * A byte below 0x80 is that key. The others are in OPS; what they need they
 * take from the bytes behind them.
 */
#include "../golden/service.h"

struct input {
	const uint8_t *at, *end;
};

static uint8_t take(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

/* A length and as many bytes, fewer at the end. */
static struct cdr_str take_text(struct input *in)
{
	size_t len = take(in), left = (size_t)(in->end - in->at);
	struct cdr_str text = { (const char *)in->at, len < left ? len : left };

	in->at += text.len;
	return text;
}

static void op_resize(struct world *world, struct input *in)
{
	struct tui_event event = { .kind = TUI_EVENT_RESIZE,
				   .rows = take(in) % 80,
				   .cols = take(in) };

	world_round(world, &event);
}

static void op_special_key(struct world *world, struct input *in)
{
	world_key(world, TUI_KEY_UP + take(in) % 12);
}

static void op_wide_key(struct world *world, struct input *in)
{
	uint32_t high = take(in);

	world_key(world, high << 8 | take(in));
}

static void op_fixture(struct world *world, struct input *in)
{
	static void (*const fixtures[])(struct world * world) = { service, tall, wide, hostile,
								  synthetic };
	uint8_t which = take(in);

	if (tui_state_count(world->state) < WORLD_HUNKS_MAX - 16)
		fixtures[which % 5](world);
}

/* A hunk of the input's own bytes, with a finding somewhere in or beside it. */
static void op_hunk(struct world *world, struct input *in)
{
	struct cdr_str body = cdr_str_copy(&world->arena, take_text(in));
	uint32_t line = take(in), from = take(in);
	struct cdr_finding *finding;

	if (tui_state_count(world->state) >= WORLD_HUNKS_MAX - 16)
		return;
	if (body.len && body.ptr[0] == '\\')
		body = cdr_str_sub(body, 1, 1);
	world_file(world, "made.c");
	world_hunk(world, line, body);
	finding = world_finding(world, world_rule(world, "agent.made", CDR_LOW, CDR_MATCH),
				from % 2 ? CDR_SIDE_NEW : CDR_SIDE_OLD, line + from % 4,
				COLS(from, take(in)));
	finding->end_line += take(in) % 3;
	world_scanned(world);
}

static void op_paste(struct world *world, struct input *in)
{
	struct tui_event event = { .kind = TUI_EVENT_PASTE, .text = take_text(in) };

	world_round(world, &event);
}

static void op_edited(struct world *world, struct input *in)
{
	struct tui_event event = { .kind = TUI_EVENT_EDITED,
				   .ok = take(in) % 2,
				   .text = take_text(in) };

	world_round(world, &event);
}

static void op_standing(struct world *world, struct input *in)
{
	struct tui_event event = { .kind = TUI_EVENT_STANDING, .hunk = take(in) };

	event.standing.state = (enum cdr_standing_state)(take(in) % 4);
	world_round(world, &event);
}

static void op_saved(struct world *world, struct input *in)
{
	struct tui_event event = { .kind = take(in) % 2 ? TUI_EVENT_SAVED : TUI_EVENT_SAVE_FAILED,
				   .hunk = take(in) };

	world_round(world, &event);
}

static void op_answers(struct world *world, struct input *in)
{
	uint8_t how = take(in);

	world->hold_saves = how & 1;
	world->hold_standings = how & 2;
	world->save_error = how & 4 ? "disk full" : NULL;
}

static void op_time(struct world *world, struct input *in)
{
	world_tick(world, take(in) * 20);
}

static void op_news(struct world *world, struct input *in)
{
	struct tui_event event = { .kind = take(in) % 2 ? TUI_EVENT_REFRESHED : TUI_EVENT_MESSAGE,
				   .text = take_text(in) };

	world_round(world, &event);
}

static void (*const ops[])(struct world *world, struct input *in) = {
	op_resize, op_special_key, op_wide_key, op_fixture, op_hunk, op_paste,
	op_edited, op_standing,    op_saved,    op_answers, op_time, op_news,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct tui_setup setup = world_setup(24, 80);
	struct world world;

	world_open(&world, &setup);
	while (in.at < in.end) {
		uint8_t byte = take(&in);

		if (byte < 0x80)
			world_key(&world, byte);
		else
			ops[(byte - 0x80u) % (sizeof(ops) / sizeof(ops[0]))](&world, &in);
		tui_view(world.state, &world.cells);
	}
	world_close(&world);
	return 0;
}
