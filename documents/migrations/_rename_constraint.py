from django.db.migrations.operations.base import Operation
from django.db.models import UniqueConstraint


class RenameConstraint(Operation):
    """Rename a constraint without checking the rows again, as removing and adding it would."""

    def __init__(self, model_name, old_name, new_name):
        self.model_name, self.old_name, self.new_name = model_name, old_name, new_name

    def state_forwards(self, app_label, state):
        key = app_label, self.model_name.lower()
        constraints = []
        for constraint in state.models[key].options["constraints"]:
            if constraint.name == self.old_name:
                _path, arguments, options = constraint.deconstruct()
                constraint = type(constraint)(*arguments, **{**options, "name": self.new_name})
            constraints.append(constraint)
        state.alter_model_options(*key, {"constraints": constraints})

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._rename(from_state.apps.get_model(app_label, self.model_name), schema_editor, self.old_name, self.new_name)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._rename(from_state.apps.get_model(app_label, self.model_name), schema_editor, self.new_name, self.old_name)

    def _rename(self, model, schema_editor, old_name, new_name):
        [constraint] = [row for row in model._meta.constraints if row.name == old_name]
        quote = schema_editor.quote_name
        is_unique = isinstance(constraint, UniqueConstraint)
        if is_unique and (constraint.condition or constraint.expressions):  # Django creates an index instead
            schema_editor.execute(f"ALTER INDEX {quote(old_name)} RENAME TO {quote(new_name)}")
        else:
            table = quote(model._meta.db_table)
            schema_editor.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {quote(old_name)} TO {quote(new_name)}")

    def describe(self):
        return f"Rename constraint {self.old_name} on {self.model_name} to {self.new_name}"
