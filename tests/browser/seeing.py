"""What a visitor's browser shows: when it has all been drawn, and whether everybody can use it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

# Findings in widgets that Streamlit 1.67 draws and we cannot: the rule, and where it is theirs.
STREAMLITS_OWN = {
    "presentation-role-conflict": "[data-testid=stFileUploader]",
    "svg-img-alt": "[data-testid=stMetric]",
}

# A first visit in the dark is drawn twice: between the two, too, nothing is being drawn.
SETTLED_FOR = 300
SETTLED = """milliseconds => {
    const app = document.querySelector('[data-testid=stApp]');
    const drawn = app?.getAttribute('data-test-script-state') === 'notRunning';
    const now = performance.now();
    window.drawnSince = drawn ? (window.drawnSince ?? now) : undefined;
    return drawn && now - window.drawnSince >= milliseconds;
}"""


def ready(page: Page, *, within_seconds: float = 20) -> None:
    """Waits until Streamlit has drawn everything. First wait for the text your click causes."""
    milliseconds = within_seconds * 1000
    drawn = page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    drawn.wait_for(timeout=milliseconds)
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=milliseconds)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=milliseconds)
    page.wait_for_function(SETTLED, arg=SETTLED_FOR, timeout=milliseconds)


def accessibility_findings(page: Page) -> list[str]:
    """What axe holds against the page as it stands, less what is Streamlit's own."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html']}"
        for violation in violations
        for node in violation["nodes"]
        if not _is_streamlits_own(page, violation["id"], node["target"][0])
    ]


def _is_streamlits_own(page: Page, rule: str, element: str) -> bool:
    theirs = STREAMLITS_OWN.get(rule)
    return theirs is not None and page.locator(element).first.evaluate(
        "(element, theirs) => element.closest(theirs) !== null", theirs
    )
