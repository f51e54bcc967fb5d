/*
 * literal_set.c - sets stay tiny (limits in the header), so plain loops beat any table.
 */
#include "rules/literal_set.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

void cdr_literal_set_add(struct cdr_literal_set *set, struct cdr_arena *arena, struct cdr_str str)
{
	struct cdr_str *items;

	for (size_t i = 0; i < set->n; i++)
		if (cdr_str_eq(set->items[i], str))
			return;
	assert(set->n < CDR_LITERALS_MAX);
	if ((set->n & (set->n - 1)) == 0) { /* full at powers of two */
		items = cdr_arena_alloc(arena, (set->n ? 2 * set->n : 1) * sizeof(*items));
		if (set->n)
			memcpy(items, set->items, set->n * sizeof(*items));
		set->items = items;
	}
	set->items[set->n++] = str;
}

/* --- how rare they are --------------------------------------------------------- */

/*
 * Bits that a byte tells, -log2 of its share in 28 MB of lines that 5,300 commits of
 * flask, fastapi and django changed, upper case folded; other bytes are rarer than all.
 */
static const uint8_t bits_of[128] = {
	[' '] = 3,  ['!'] = 12, ['"'] = 7, ['#'] = 9,  ['$'] = 12, ['%'] = 10, ['&'] = 11,
	['\''] = 7, ['('] = 7,  [')'] = 7, ['*'] = 8,  ['+'] = 9,  [','] = 7,  ['-'] = 7,
	['.'] = 6,  ['/'] = 6,  ['0'] = 7, ['1'] = 8,  ['2'] = 8,  ['3'] = 8,  ['4'] = 8,
	['5'] = 8,  ['6'] = 8,  ['7'] = 9, ['8'] = 8,  ['9'] = 9,  [':'] = 7,  [';'] = 11,
	['<'] = 9,  ['='] = 7,  ['>'] = 9, ['?'] = 12, ['@'] = 12, ['['] = 9,  ['\\'] = 11,
	[']'] = 9,  ['^'] = 13, ['_'] = 6, ['`'] = 7,  ['a'] = 4,  ['b'] = 7,  ['c'] = 6,
	['d'] = 5,  ['e'] = 4,  ['f'] = 6, ['g'] = 7,  ['h'] = 6,  ['i'] = 5,  ['j'] = 9,
	['k'] = 8,  ['l'] = 5,  ['m'] = 6, ['n'] = 5,  ['o'] = 5,  ['p'] = 6,  ['q'] = 9,
	['r'] = 5,  ['s'] = 5,  ['t'] = 4, ['u'] = 6,  ['v'] = 7,  ['w'] = 8,  ['x'] = 8,
	['y'] = 7,  ['z'] = 9,  ['{'] = 9, ['|'] = 11, ['}'] = 9,  ['~'] = 10,
};

#define BITS_OF_OTHERS 15u
#define BITS_OF_PAIR 8u  /* two letters, which stand in many words */
#define BITS_OF_RARE 12u /* a byte that is a literal by itself */
#define BITS_OF_WORD 12u /* that stands in every hundredth line: 7 for the line, 5 for its bytes */

/* Words that stand in more than every 250th of those lines, or do in code of other languages. */
static const char words[] =
	"self the name test tests from for def import and get class url return none with field "
	"this template model not request value data path that response assert true http files "
	"code type time admin target context function json link file html size client default "
	"hash use can output false set objects fields add user index create settings object "
	"render list version string views error form key new text run config query post args "
	"method session content database server route has state check auth debug filter have "
	"exception length should raise dict status table used only static func values headers "
	"if is in or else all any body log print public private protected void final const let "
	"var throw catch try except select where insert update delete order group join group_by "
	"require include export module package interface struct enum null nil params action "
	"resources email password token secret role user_id read write open close exec call";

/* A part of a frequent word is at least as frequent. */
static bool is_common(struct cdr_str run)
{
	return cdr_str_find(cdr_str_from(words), run) < sizeof(words) - 1;
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static unsigned bits_of_run(struct cdr_str run)
{
	unsigned bits = 0;

	for (size_t i = 0; i < run.len; i++) {
		unsigned char c = (unsigned char)run.ptr[i];

		bits += c < sizeof(bits_of) && bits_of[c] ? bits_of[c] : BITS_OF_OTHERS;
	}
	if (run.len <= 2 && bits > BITS_OF_PAIR && is_letter(run.ptr[0]))
		return BITS_OF_PAIR;
	if (bits > BITS_OF_WORD && is_letter(run.ptr[0]) && is_common(run))
		return BITS_OF_WORD;
	return bits;
}

/* Runs of letters are words, other bytes stand for themselves. */
static unsigned bits_of_text(struct cdr_str text)
{
	unsigned bits = 0;
	size_t end;

	for (size_t at = 0; at < text.len; at = end) {
		end = at + 1;
		while (is_letter(text.ptr[at]) && end < text.len && is_letter(text.ptr[end]))
			end++;
		bits += bits_of_run(cdr_str_sub(text, at, end));
	}
	return bits;
}

static double share_of_bits(unsigned bits)
{
	return 1 / (double)(UINT64_C(1) << (bits < 63 ? bits : 63));
}

static double share_of(const struct cdr_str *items, size_t n)
{
	double share = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned bits = bits_of_text(items[i]);

		if (items[i].len < CDR_LITERAL_MIN && bits < BITS_OF_RARE)
			return 1;
		share += share_of_bits(bits);
	}
	return n > 0 && share < 1 ? share : 1;
}

double cdr_literals_share(const struct cdr_literals *literals)
{
	return share_of(literals->items, literals->n);
}

double cdr_literal_set_share(struct cdr_literal_set set)
{
	return share_of(set.items, set.n);
}

/* --- putting together ----------------------------------------------------------- */

bool cdr_literal_set_can_join(struct cdr_literal_set a, struct cdr_literal_set b)
{
	if (a.n * b.n > CDR_LITERAL_EXACT_MAX)
		return false;
	for (size_t i = 0; i < a.n; i++)
		for (size_t j = 0; j < b.n; j++)
			if (a.items[i].len + b.items[j].len > CDR_LITERAL_LEN_MAX)
				return false;
	return true;
}

static struct cdr_str joined(struct cdr_str a, struct cdr_str b, struct cdr_arena *arena)
{
	char *text = cdr_arena_alloc(arena, a.len + b.len + 1);

	memcpy(text, a.ptr, a.len);
	memcpy(text + a.len, b.ptr, b.len);
	return (struct cdr_str){ text, a.len + b.len };
}

struct cdr_literal_set cdr_literal_set_join(struct cdr_literal_set a, struct cdr_literal_set b,
					    struct cdr_arena *arena)
{
	struct cdr_literal_set set = { NULL, 0 };

	for (size_t i = 0; i < a.n; i++)
		for (size_t j = 0; j < b.n; j++)
			cdr_literal_set_add(&set, arena, joined(a.items[i], b.items[j], arena));
	return set;
}

struct cdr_literal_set cdr_literal_set_union(struct cdr_literal_set a, struct cdr_literal_set b,
					     struct cdr_arena *arena)
{
	struct cdr_literal_set set = { NULL, a.n };
	size_t room = 1;

	while (room < a.n) /* as cdr_literal_set_add would have it */
		room *= 2;
	set.items = cdr_arena_alloc(arena, room * sizeof(*set.items));
	if (a.n)
		memcpy(set.items, a.items, a.n * sizeof(*a.items));
	for (size_t i = 0; i < b.n; i++)
		cdr_literal_set_add(&set, arena, b.items[i]);
	return set;
}

/* Whether another member stands in ITEM, which is then not needed beside it. */
static bool is_spare(struct cdr_literal_set set, struct cdr_str item)
{
	for (size_t i = 0; i < set.n; i++)
		if (set.items[i].len < item.len && cdr_str_find(item, set.items[i]) < item.len)
			return true;
	return false;
}

struct cdr_literal_set cdr_literal_set_needed(struct cdr_literal_set set, struct cdr_arena *arena)
{
	struct cdr_literal_set needed = { NULL, 0 };

	for (size_t i = 0; i < set.n; i++)
		if (!is_spare(set, set.items[i]))
			cdr_literal_set_add(&needed, arena, set.items[i]);
	return needed;
}

struct cdr_literal_set cdr_literal_set_cut(struct cdr_literal_set set, size_t len,
					   struct cdr_arena *arena)
{
	struct cdr_literal_set cut = { NULL, 0 };

	for (size_t i = 0; i < set.n; i++)
		cdr_literal_set_add(&cut, arena, cdr_str_sub(set.items[i], 0, len));
	return cut;
}
