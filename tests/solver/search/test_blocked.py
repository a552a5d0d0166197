"""Programs of blocks in another process: beside the others of an optimum a block is as good, and the others stay."""

from __future__ import annotations

import pytest

from solver.search.blocks import find_blocks, members_of
from solver.search.cpsat import Stop
from solver.search.mip import to_program
from solver.search.remote import RemoteProgram
from tests.solver.search.test_clinics import coarse, optimum, two_professions
from tests.support.hospitals import hospital


def test_where_nothing_is_outside_the_program_is_the_whole() -> None:
    model = coarse(two_professions())
    program = to_program(model)
    members = members_of(model, program)
    remote = RemoteProgram(program, Stop(None), members)
    remote.close()
    assert not members
    assert remote.within(frozenset({"clinic"}), ()) is remote


def test_a_block_beside_the_others_of_an_optimum_is_as_good() -> None:
    model = coarse(hospital())
    program = to_program(model)
    members = members_of(model, program)
    west, ward = members.values()
    names = [variable.name for variable in model.cp.proto.variables]
    assert {*west, *ward} == set(range(len(names)))
    assert [names[x] for x in {*west} & {*ward}] == ["agency_share"], "both may change what it follows from"
    best = program.solve(20.0, 0.0, 0).values
    assert best is not None
    values = [round(value) for value in best]
    remote = RemoteProgram(program, Stop(None), members)
    try:
        for block in find_blocks(model.facts):
            found = remote.within(block, values).solve(20.0, 0.0, 0)
            rounded = found.rounded()
            assert rounded is not None
            assert found.objective == pytest.approx(optimum(model), abs=1.0)
            assert {x for x, value in enumerate(rounded) if value != values[x]} <= set(members[block])
    finally:
        remote.close()
