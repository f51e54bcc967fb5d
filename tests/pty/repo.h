/*
 * repo.h - the repository that the flows review: three commits of an agent, six
 * flagged hunks, one longer than a screen, one with bytes that no terminal may
 * be sent. Made once a test program; each flow gets a copy of its own.
 */
#ifndef TESTS_PTY_REPO_H
#define TESTS_PTY_REPO_H

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define REPO_BIG_LINES 120

struct repo {
	char dir[256];
};

/* Runs ARGV in DIR, its output into OUT (SIZE bytes) if that is given; the exit status. */
static inline int repo_run(const char *dir, const char *const *argv, char *out, size_t size)
{
	int fds[2], status;
	size_t len = 0;
	ssize_t n;
	pid_t pid;

	if (pipe(fds) < 0 || (pid = fork()) < 0)
		abort();
	if (pid == 0) {
		dup2(fds[1], STDOUT_FILENO);
		close(fds[0]);
		close(fds[1]);
		if (chdir(dir) < 0)
			_exit(126);
		execvp(argv[0], (char *const *)(size_t)argv);
		_exit(127);
	}
	close(fds[1]);
	while (out && (n = read(fds[0], out + len, size - 1 - len)) > 0)
		len += (size_t)n;
	if (out)
		out[len] = '\0';
	close(fds[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#define REPO_ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })

static inline void repo_git(const struct repo *repo, const char *const *argv)
{
	if (repo_run(repo->dir, argv, NULL, 0) != 0) {
		fprintf(stderr, "git failed: %s\n", argv[1]);
		abort();
	}
}

static inline void repo_write(const struct repo *repo, const char *name, const char *text)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", repo->dir, name);
	file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
}

static inline void repo_commit(const struct repo *repo, const char *subject)
{
	repo_git(repo, REPO_ARGV("git", "add", "-A"));
	repo_git(repo, REPO_ARGV("git", "commit", "-q", "-m", subject));
}

static inline void repo_write_big(const struct repo *repo)
{
	char text[REPO_BIG_LINES * 32];
	size_t len = (size_t)snprintf(text, sizeof(text), "import requests\n"
				      "r = requests.get(URL, verify=False)\n");

	for (int i = 3; i <= REPO_BIG_LINES; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "line_%d = %d\n", i, i);
	repo_write(repo, "app/big.py", text);
}

static inline void repo_write_base(const struct repo *repo)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/app", repo->dir);
	mkdir(path, 0777);
	repo_write(repo, "app/client.py", "import requests\n\n\ndef fetch(url):\n"
		   "    return requests.get(url, timeout=5)\n");
	repo_write(repo, "app/views.py", "from django.contrib.auth.decorators import login_required\n\n\n"
		   "@login_required\ndef invoices(request):\n    return render(request, 'invoices.html')\n"
		   "\n\n\n\n\n\n\n\n\n\ndef webhook(request):\n    return HttpResponse()\n");
}

static inline void repo_write_changes(const struct repo *repo)
{
	repo_write(repo, "app/client.py", "import requests\n\n\ndef fetch(url):\n"
		   "    return requests.get(url, timeout=5, verify=False)\n");
	repo_commit(repo, "Talk to the mirror");
	repo_write(repo, "app/views.py", "from django.contrib.auth.decorators import login_required\n\n\n"
		   "def invoices(request):\n    return render(request, 'invoices.html')\n"
		   "\n\n\n\n\n\n\n\n\n\n@csrf_exempt\ndef webhook(request):\n    return HttpResponse()\n");
	repo_commit(repo, "Open the webhook");
	repo_write_big(repo);
	repo_write(repo, "app/text.py", "esc = '\033[2J\033[31mred'\n"
		   "cr = 'real\rfake'\n"
		   "bs = 'rm\b\b'\n"
		   "bidi = 'access \xE2\x80\xAEnimda'\n"
		   "bad = '\xC3('\n"
		   "wide = '\xE6\xBC\xA2\xE5\xAD\x97' # end\n"
		   "mark = 'e\xCC\x81x'\n");
	repo_write(repo, "app/zz.py", "import requests\nr = requests.get(URL, timeout=1, verify=False)\n");
	repo_commit(repo, "Import data");
}

static inline struct repo repo_folder(void)
{
	struct repo repo;

	snprintf(repo.dir, sizeof(repo.dir), "%s/cdreview-pty-XXXXXX", getenv("HOME"));
	if (!mkdtemp(repo.dir))
		abort();
	return repo;
}

static inline struct repo repo_new(void)
{
	struct repo repo = repo_folder();

	repo_git(&repo, REPO_ARGV("git", "init", "-q", "--template=", "-b", "main", "."));
	repo_git(&repo, REPO_ARGV("git", "config", "user.name", "Ana Ruiz"));
	repo_git(&repo, REPO_ARGV("git", "config", "user.email", "ana@example.com"));
	repo_write_base(&repo);
	repo_commit(&repo, "Start");
	repo_write_changes(&repo);
	return repo;
}

static inline struct repo repo_copy(const struct repo *from)
{
	struct repo repo = repo_folder();
	char source[sizeof(repo.dir) + 2];

	snprintf(source, sizeof(source), "%s/.", from->dir);
	repo_git(&repo, REPO_ARGV("cp", "-R", source, "."));
	return repo;
}

#endif
