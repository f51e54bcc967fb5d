/* The common part of reports for other programs. */
#include "cmd/format.h"

#include "cdreview/utf8.h"

#include <errno.h>
#include <string.h>

#define COPY_BYTES 65536

void tui_entries_init(struct tui_entries *entries, FILE *file)
{
	*entries = (struct tui_entries){ .file = file };
	cdr_buf_init(&entries->item, TUI_ENTRY_MAX);
}

void tui_entries_release(struct tui_entries *entries)
{
	cdr_buf_release(&entries->item);
}

struct cdr_jw tui_entries_begin(struct tui_entries *entries)
{
	struct cdr_jw w;

	cdr_buf_clear(&entries->item);
	cdr_jw_init(&w, &entries->item);
	return w;
}

int tui_entries_end(struct tui_entries *entries, struct cdr_err *err)
{
	FILE *file = entries->file;
	int code = cdr_buf_check(&entries->item, "entry of the report", err);

	if (code < 0)
		return code;
	if (entries->n++ > 0)
		fputs(",\n", file);
	fwrite(entries->item.ptr, 1, entries->item.len, file);
	return ferror(file) ? cdr_fail(err, CDR_EIO, "cannot write the report: %s", strerror(errno))
			    : 0;
}

void tui_jw_oid(struct cdr_jw *w, const char *key, const struct cdr_oid *oid)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, oid);
	cdr_jw_cstr(w, key, oid->len > 0 ? hex : NULL);
}

void tui_jw_hash(struct cdr_jw *w, const char *key, const struct cdr_hash *hash)
{
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, hash);
	cdr_jw_cstr(w, key, hex);
}

int tui_spool_open(FILE **out, struct cdr_err *err)
{
	*out = tmpfile();
	return *out ? 0 : cdr_fail(err, CDR_EIO, "cannot make a temporary file: %s",
				   strerror(errno));
}

int tui_spool_copy(FILE *spool, FILE *to, struct cdr_err *err)
{
	char bytes[COPY_BYTES];
	size_t n;

	rewind(spool);
	while ((n = fread(bytes, 1, sizeof(bytes), spool)) > 0)
		fwrite(bytes, 1, n, to);
	return ferror(spool)
	     ? cdr_fail(err, CDR_EIO, "cannot read the temporary file: %s", strerror(errno)) : 0;
}

struct cdr_str tui_cwe_number(struct cdr_str ref)
{
	static const char prefix[] = "CWE-";
	struct cdr_str number = cdr_str_sub(ref, sizeof(prefix) - 1, ref.len);

	for (size_t i = 0; i < number.len; i++)
		if (number.ptr[i] < '0' || number.ptr[i] > '9')
			return (struct cdr_str){ NULL, 0 };
	return cdr_str_starts(ref, prefix) ? number : (struct cdr_str){ NULL, 0 };
}

struct cdr_str tui_visible(struct cdr_buf *buf, struct cdr_str text)
{
	cdr_buf_clear(buf);
	cdr_text_escape(buf, text, false);
	return cdr_buf_str(buf);
}

void tui_say_cut(FILE *talk, size_t count, const char *why)
{
	if (count > 0)
		fprintf(talk, "cdreview: warning: %zu finding%s left out of the report: %s\n",
			count, count == 1 ? " is" : "s are", why);
}
