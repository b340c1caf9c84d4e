"""The targets of the provincial plan, as rows of data with their own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ansinh_desktop.rules import law
from ansinh_desktop.rules.edition import cached


@dataclass(frozen=True)
class Target:
    """One target: what is to be reached, in the words of the plan."""

    id: str
    text: str
    amount: Decimal
    unit: str
    compare: str
    mark: law.Mark

    @property
    def shown(self) -> str:
        """The target in short: ``≥ 50 %``."""
        sign = {">=": "≥", "<=": "≤"}.get(self.compare, self.compare)
        return f"{sign} {str(self.amount).replace('.', ',')} {self.unit}"

    def reached(self, value: Decimal) -> bool:
        """Whether a figure reaches the target."""
        return value <= self.amount if self.compare == "<=" else value >= self.amount


@cached()
def targets() -> Mapping[str, Target]:
    """Return every target of the plan by its id."""
    return {
        row["id"]: Target(
            row["id"], row["text"], Decimal(row["target"]), row["unit"], row["compare"], row["mark"]
        )
        for row in law.law_data("plan_322")["indicator"]
    }
