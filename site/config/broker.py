"""The queue in the database, as django-q's own, with tasks that are stored by a statement put together once."""

from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ

from pakn_plugin.inserting import insert_all


class Broker(ORM):
    """Takes up tasks as django-q does; nobody asks for the key of a task's row."""

    def enqueue(self, task: str) -> None:
        """Store a signed task, in the transaction of whatever hands it over."""
        insert_all([OrmQ(key=self.list_key or Conf.CLUSTER_NAME, payload=task, lock=timezone.now())])
