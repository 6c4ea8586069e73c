"""Turns what concerns items and fields into code: others of, linking here, fields of."""

from typing import Any

from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.lookups import Lookups
from smtui.questionnaire.expression.scope import Env, Run, Symbol
from smtui.questionnaire.expression.types import FieldOf, ItemOf, RecordOf, SeqOf, Type, describe
from smtui.questionnaire.expression.values import Part
from smtui.questionnaire.expression.world import State


class Items(Lookups):
    """Builds what asks for the other items of a list, those that link, and a record's fields."""

    def in_hand(self, lists: set[str]) -> Part | None:
        """The item in hand that belongs to one of some lists: that of the nearest loop."""
        for slot, kind, _ in reversed(self.frames):
            if isinstance(kind, ItemOf) and kind.list in lists:
                return Part(kind, self.in_slot(slot))
        return None

    def _items(self, node: n.Node, words: str) -> tuple[Part, str]:
        """A part with several items, and the list that they belong to."""
        part = self.build(node)
        inner = part.type.of if isinstance(part.type, SeqOf) else None
        if not isinstance(inner, ItemOf):
            raise Flaw(
                f"{words} needs a list, but this is {describe(part.type)}", node.start, node.end
            )
        return part, inner.list

    def on_others(self, node: n.Others) -> Part:
        part, owner = self._items(node.of, "'others of'")
        here = self.in_hand({owner})
        if here is None:
            raise Flaw(
                f"no item of '{owner}' is in hand here, so there are no others",
                node.start,
                node.end,
                f"write it in a question of '{owner}', or go over it: {owner} as it where ...",
            )
        run, own = part.run, here.run

        def others(env: Env) -> tuple[Any, ...]:
            mine = own(env)
            found = tuple(one for one in run(env) or () if one != mine)
            env.world.spend(len(found))
            return found

        return Part(part.type, others, part.reads)

    # links

    def on_linking(self, node: n.Linking) -> Part:
        part, owner = self._items(node.of, "'linking'")
        links = self.scope.links.get(owner, {})
        if not links:
            raise Flaw(
                f"no question of '{owner}' is a link", node.start, node.end, "give it a link"
            )
        to, target = self._linked(node, owner, set(links.values()))
        symbols = [
            symbol
            for name, aim in links.items()
            if aim == target and (symbol := self.scope.member(("item", owner), name))
        ]
        reads = part.reads | to.reads
        for symbol in symbols:
            reads |= symbol.reads
        return Part(part.type, _linking(part.run, symbols, to.run), reads)

    def _linked(self, node: n.Linking, owner: str, targets: set[str]) -> tuple[Part, str]:
        """What is linked to, and the list that it belongs to."""
        named = ", ".join(sorted(targets))
        if node.to is None:
            here = self.in_hand(targets)
            if here is None or not isinstance(here.type, ItemOf):
                raise Flaw(
                    f"here is no item that '{owner}' could link to",
                    node.start,
                    node.end,
                    f"'{owner}' links to {named}: go over that, or write 'linking to ...'",
                )
            return here, here.type.list
        to = self.build(node.to)
        if not isinstance(to.type, ItemOf):
            raise Flaw(
                f"an item is expected after 'linking to', but this is {describe(to.type)}",
                node.to.start,
                node.to.end,
                f"'{owner}' links to {named}",
            )
        if to.type.list not in targets:
            raise Flaw(
                f"'{owner}' does not link to '{to.type.list}'",
                node.to.start,
                node.to.end,
                f"it links to {named}",
            )
        return to, to.type.list

    # the fields of a record

    def on_fieldsof(self, node: n.FieldsOf) -> Part:
        part = self.build(node.of)
        if not isinstance(part.type, RecordOf):
            raise Flaw(
                f"a record is expected after 'fields of', but this is {describe(part.type)}",
                node.of.start,
                node.of.end,
            )
        names = self.scope.fields.get(part.type.name, ())
        item_of: Run = part.place_item or (lambda env: "")
        kind: Type = SeqOf(of=FieldOf(record=part.type.name))

        def shown(env: Env) -> tuple[tuple[str, str], ...]:
            item = item_of(env)
            if item is None:
                return ()
            env.world.spend(len(names))
            places = [(name, item) for name in names]
            return tuple(at for at in places if env.world.state(*at) is not State.HIDDEN)

        return Part(kind, shown, part.reads | frozenset(names))


def _linking(run: Run, symbols: list[Symbol], to: Run) -> Run:
    """The items any of whose links names an item; none while it is unknown."""

    def linking(env: Env) -> tuple[Any, ...]:
        aim = to(env)
        if aim is None:
            return ()
        found = []
        for item in run(env) or ():
            env.world.spend(len(symbols))
            for symbol in symbols:
                linked = symbol.read(env.world, item)
                if linked == aim or (isinstance(linked, tuple) and aim in linked):
                    found.append(item)
                    break
        return tuple(found)

    return linking
