"""What is worth saying about a path of a traced network: numbers for the inspector, lines for the table."""

from app.inspector.card import card, cards
from app.inspector.table import table
from app.inspector.types import Card, Row, TableRow

__all__ = ["Card", "Row", "TableRow", "card", "cards", "table"]
