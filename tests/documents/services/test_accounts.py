"""Roles give accounts their permissions, and a portal without staff accounts gets a first one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User

from documents.services.accounts import assign_role, create_first_account, load_roles
from documents.web.roles import ACCOUNT_ROLES, PERMISSIONS, Role, role_permissions, user_role
from tests import builders as make

pytestmark = pytest.mark.django_db


class TestRoles:
    def test_groups_have_the_permissions_of_the_table(self) -> None:
        groups = {group.name: group for group in Group.objects.prefetch_related("permissions__content_type")}
        assert set(groups) == {role.value for role in ACCOUNT_ROLES}
        for role in ACCOUNT_ROLES:
            granted = {f"{row.content_type.app_label}.{row.codename}" for row in groups[role.value].permissions.all()}
            assert granted == role_permissions(role) - {"is_staff"}, role

    def test_loading_roles_again_reverts_manual_changes(self) -> None:
        editor = Group.objects.get(name="editor")
        editor.permissions.set(Permission.objects.all())
        Group.objects.get(name="staff").delete()
        load_roles()
        self.test_groups_have_the_permissions_of_the_table()

    @pytest.mark.parametrize("role", ACCOUNT_ROLES)
    def test_account_has_the_permissions_of_its_role(self, role: Role) -> None:
        user = User.objects.get(pk=make.person(role).pk)
        assert user_role(user) is role
        assert user.is_staff
        for permission, required in PERMISSIONS.items():
            if permission != "is_staff":
                assert user.has_perm(permission) == (required.rank <= role.rank), permission

    def test_new_role_replaces_the_previous_one(self) -> None:
        user = make.person(Role.ADMINISTRATOR)
        assign_role(user, Role.STAFF)
        assert user_role(User.objects.get(pk=user.pk)) is Role.STAFF
        assert user.groups.count() == 1

    def test_superuser_is_an_administrator_until_given_a_role(self) -> None:
        user = User.objects.create_superuser("root")
        assert user_role(user) is Role.ADMINISTRATOR
        assign_role(user, Role.EDITOR)
        assert user_role(User.objects.get(pk=user.pk)) is Role.EDITOR

    def test_reader_role_cannot_be_given(self) -> None:
        with pytest.raises(KeyError):
            assign_role(User.objects.create_user("reader"), Role.READER)

    def test_deactivated_account_is_a_reader(self) -> None:
        user = make.person(Role.ADMINISTRATOR)
        user.is_active = False
        assert user_role(user) is Role.READER


class TestFirstAccount:
    def test_first_account_is_an_administrator_with_a_password(self) -> None:
        password = create_first_account("admin")
        user = User.objects.get()
        assert (user.get_username(), user.is_staff, user_role(user)) == ("admin", True, Role.ADMINISTRATOR)
        assert password
        assert user.check_password(password)

    def test_first_account_is_created_only_if_no_staff_account_exists(self) -> None:
        make.person(Role.STAFF)
        assert create_first_account("admin") is None
        assert User.objects.count() == 1
