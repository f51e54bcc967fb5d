/* Edit distance over short names; a typing error is worth a hint, a guess is not. */
#include "nearest.h"

#include <stddef.h>
#include <string.h>

#define NAME_MAX_LEN 32

static int min3(int a, int b, int c)
{
	int least = a < b ? a : b;

	return least < c ? least : c;
}

/* Optimal string alignment: two letters in the wrong order are one edit. */
static int edits(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int rows[3][NAME_MAX_LEN + 1];
	int *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= a_len; i++) {
		int *oldest = before;

		before = above;
		above = row;
		row = oldest;
		row[0] = (int)i;
		for (size_t j = 1; j <= b_len; j++) {
			row[j] = min3(above[j] + 1, row[j - 1] + 1,
				      above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
	}
	return row[b_len];
}

void tui_nearest_offer(struct tui_nearest *nearest, const char *name)
{
	size_t word_len = strlen(nearest->word), name_len = strlen(name);
	int limit = name_len < 6 ? 1 : (int)(name_len / 3);
	int distance;

	if (word_len == 0 || word_len > NAME_MAX_LEN || name_len > NAME_MAX_LEN)
		return;
	distance = edits(nearest->word, word_len, name, name_len);
	if (distance > limit || (nearest->best && distance >= nearest->distance))
		return;
	nearest->best = name;
	nearest->distance = distance;
}
