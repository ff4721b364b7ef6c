"""Trains and predicts with Descent from Python: one file, nothing but the standard library.

    from descent_client import DescentClassifier
    model = DescentClassifier(hidden=(16,), epochs=50).fit(X, y)
    model.predict(X), model.predict_proba(X), model.score(X, y)

X is a list of rows (lists, or anything with rows, such as a numpy array), y a list of labels or numbers. Estimators follow
scikit-learn's manner (get_params, set_params, clone, a trailing underscore on what was learnt) without needing it.
"""
import csv
import hashlib
import io
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

ENDED = ("succeeded", "failed", "cancelled")


class DescentError(Exception):
    """A refusal: its problem document says what, where and what to do."""

    def __init__(self, problem):
        self.problem = problem
        self.status = problem.get("status")
        super().__init__(problem.get("detail") or problem.get("title") or str(problem))


class Descent:
    """The service: its calls as methods, refusals as DescentError."""

    def __init__(self, url=None, key=None, timeout=60.0):
        self.url = (url or os.environ.get("DESCENT_URL", "http://localhost:8080")).rstrip("/")
        if not self.url.startswith(("http://", "https://")):
            raise ValueError("%r is not an address: write http://host:port" % self.url)
        self.key = key or os.environ.get("DESCENT_KEY")
        self.timeout = timeout

    def call(self, method, path, body=None, content_type="application/json", accept="application/json", headers=None, tries=5):
        """One call. A service that is away or busy is asked again, where that changes nothing twice."""
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        safe = method in ("GET", "DELETE") or "Idempotency-Key" in (headers or {}) or path.endswith("/predictions")
        for attempt in range(tries if safe else 1):
            try:
                with self._open(method, path, data, content_type, accept, headers) as answer:
                    text = answer.read()
                    return json.loads(text) if accept == "application/json" and text else text
            except urllib.error.HTTPError as error:
                problem = self._problem(error)
                if problem.status not in (429, 503) or not safe or attempt == tries - 1:
                    raise problem from None
                time.sleep(min(float(error.headers.get("Retry-After") or 1), 30))
            except (urllib.error.URLError, ConnectionError) as error:
                if not safe or attempt == tries - 1:
                    raise ConnectionError("no service answers at %s: %s" % (self.url, error)) from error
                time.sleep(2**attempt / 4)
        raise AssertionError("not reached")

    def _open(self, method, path, data, content_type, accept, headers):
        request = urllib.request.Request(self.url + path, data=data, method=method, headers={"Accept": accept, **(headers or {})})
        if data is not None:
            request.add_header("Content-Type", content_type)
        if self.key:
            request.add_header("Authorization", "Bearer " + self.key)
        return urllib.request.urlopen(request, timeout=self.timeout)

    @staticmethod
    def _problem(error):
        try:
            return DescentError(json.loads(error.read()))
        except ValueError:
            return DescentError({"status": error.code, "detail": str(error)})

    def upload(self, table, key=None, **fields):
        """Uploads CSV as text or bytes; the fields are those of the API, lists with commas between."""
        query = urllib.parse.urlencode({k: ",".join(v) if isinstance(v, (list, tuple)) else str(v) for k, v in fields.items()})
        data = table.encode() if isinstance(table, str) else table
        return self.call("POST", "/api/v1/datasets/raw?" + query, data, "text/csv", headers=_keyed(key))

    def train(self, dataset_id, model, training, key=None, **more):
        """Queues a training; the same key gives the same job again."""
        body = {"dataset_id": dataset_id, "model": model, "training": training, **more}
        return self.call("POST", "/api/v1/jobs", body, headers=_keyed(key))

    def wait(self, job_id, timeout=None, on_event=None):
        """Waits by the job's events until it has ended; goes on after a lost connection where it was."""
        last, end = None, None if timeout is None else time.monotonic() + timeout
        while end is None or time.monotonic() < end:
            try:
                last = self._follow(job_id, last, on_event, end)
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.5)
            job = self.call("GET", "/api/v1/jobs/" + job_id)
            if job["status"] in ENDED:
                return job
        raise TimeoutError("the job %s has not ended in %s s" % (job_id, timeout))

    def _follow(self, job_id, last, on_event, end):
        headers = {"Last-Event-ID": last} if last else {}
        name = None
        with self._open("GET", "/api/v1/jobs/%s/events" % job_id, None, "", "text/event-stream", headers) as stream:
            for line in stream:
                field, _, value = line.decode().rstrip("\r\n").partition(": ")
                if field == "id":
                    last = value
                elif field == "event":
                    name = value
                elif field == "data" and on_event:
                    on_event(name, json.loads(value))
                if end is not None and time.monotonic() > end:
                    break
        return last

    def predict(self, model_id, rows, **more):
        """The answers to rows (lists in column order, or dicts by column name), in parts of 10 000."""
        answers = []
        for start in range(0, len(rows), 10_000):
            body = {"instances": rows[start : start + 10_000], **more}
            answers += self.call("POST", "/api/v1/models/%s/predictions" % model_id, body)["predictions"]
        return answers

    def weights(self, model_id):
        return self.call("GET", "/api/v1/models/%s/weights" % model_id, accept="application/octet-stream")

    def onnx(self, model_id):
        return self.call("GET", "/api/v1/models/%s/onnx" % model_id, accept="application/octet-stream")


def _keyed(key):
    return {"Idempotency-Key": key or str(uuid.uuid4())}


try:  # where scikit-learn is there, the estimators are its own; nothing needs it
    import numpy
    from sklearn import base as _sklearn
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import check_is_fitted, validate_data
except ImportError:
    _sklearn = None

_BASE = (_sklearn.BaseEstimator,) if _sklearn else (object,)
_CLASSIFIER = (_sklearn.ClassifierMixin,) if _sklearn else ()
_REGRESSOR = (_sklearn.RegressorMixin,) if _sklearn else ()


def _rows(X):
    """Rows of plain numbers and text; not a number is missing."""
    X = X.to_numpy() if hasattr(X, "to_numpy") else X
    rows = X.tolist() if hasattr(X, "tolist") else [row if isinstance(row, str) or not hasattr(row, "__iter__") else list(row) for row in X]
    if not rows or not all(isinstance(row, list) for row in rows) or not rows[0]:
        raise ValueError("X must be rows of at least one column; reshape it")
    if any(len(row) != len(rows[0]) for row in rows):
        raise ValueError("the rows of X must be of one length")
    return [[None if isinstance(v, float) and v != v else v for v in row] for row in rows]


def _targets(y):
    return y.tolist() if hasattr(y, "tolist") else list(y)


class _Estimator(*_BASE):
    _loss, _task = "", ""

    def __init__(self, hidden=(32,), epochs=100, batch_size=32, lr=0.01, seed=0, validation=0.1, url=None, key=None, name=None):
        self.hidden = hidden
        self.epochs = epochs
        self.batch_size = batch_size
        self.lr = lr
        self.seed = seed
        self.validation = validation
        self.url = url
        self.key = key
        self.name = name

    def get_params(self, deep=True):
        return {k: getattr(self, k) for k in ("hidden", "epochs", "batch_size", "lr", "seed", "validation", "url", "key", "name")}

    def set_params(self, **params):
        for name, value in params.items():
            if name not in self.get_params():
                raise ValueError("no parameter %r" % name)
            setattr(self, name, value)
        return self

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join("%s=%r" % it for it in self.get_params().items()))

    def _service(self):
        return Descent(self.url, self.key)

    def fit(self, X, y):
        """Uploads the table, trains and waits. The same table and settings asked again give the same model, without training twice."""
        X, y = self._given(X, y)
        rows, targets = _rows(X), _targets(y)
        if len(rows) != len(targets):
            raise ValueError("X has %d rows, y has %d" % (len(rows), len(targets)))
        service = self._service()
        table = self._table(rows, targets)
        asked = hashlib.sha256((self._task + table + repr(sorted(self._settings().items()))).encode()).hexdigest()
        dataset = service.upload(table, "data-" + asked[:40], header="true", target="target", task=self._task, name=self.name or "python")
        job = service.train(dataset["id"], self._model(targets), self._training(), "job-" + asked[:40])
        self.job_ = service.wait(job["id"])
        if self.job_["status"] != "succeeded":
            raise DescentError({"detail": "%s: %s" % (self.job_["status"], (self.job_["error"] or {}).get("detail", self.job_["stop_reason"]))})
        self.model_id_ = self.job_["model_id"]
        self.n_features_in_ = len(rows[0])
        self.model_ = service.call("GET", "/api/v1/models/" + self.model_id_)
        self._learnt(targets)
        return self

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        return tags

    def _given(self, X, y):
        """Checked and made plain by scikit-learn, where it is there."""
        if not _sklearn:
            return X, y
        numbers = self._task == "regression"
        X, y = validate_data(self, X, y, dtype=None, ensure_all_finite="allow-nan", y_numeric=numbers, ensure_min_samples=2)
        if not numbers:
            check_classification_targets(y)
            if len(set(y.tolist())) < 2:
                raise ValueError("Classifier can't train when only one class is present.")
        return X, y

    @staticmethod
    def _made(answers):
        return numpy.asarray(answers) if _sklearn else answers

    def _settings(self):
        return {k: v for k, v in self.get_params().items() if k not in ("url", "key")}

    @staticmethod
    def _table(rows, targets):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["x%d" % i for i in range(len(rows[0]))] + ["target"])
        for row, target in zip(rows, targets):
            writer.writerow(["" if v is None else v for v in row] + [target])
        return out.getvalue()

    def _model(self, targets):
        layers = []
        for width in self.hidden:
            layers += [{"type": "affine", "out": width}, {"type": "relu"}]
        return {"layers": layers + [{"type": "affine", "out": self._outputs(targets)}], "loss": self._loss}

    def _training(self):
        split = {"train": 1 - self.validation, "validation": self.validation, "test": 0}
        optimizer = {"type": "adam", "lr": self.lr}
        return {"epochs": self.epochs, "batch_size": self.batch_size, "seed": self.seed, "optimizer": optimizer, "split": split}

    def _answers(self, X):
        if _sklearn:
            check_is_fitted(self, "model_id_")
            X = validate_data(self, X, dtype=None, ensure_all_finite="allow-nan", reset=False)
        if not hasattr(self, "model_id_"):
            raise ValueError("%s is not fitted; call fit first" % type(self).__name__)
        rows = _rows(X)
        if len(rows[0]) != self.n_features_in_:
            raise ValueError("X has %d columns, fit had %d" % (len(rows[0]), self.n_features_in_))
        return self._service().predict(self.model_id_, rows)


class DescentClassifier(*_CLASSIFIER, _Estimator):
    """A classifier: affine and ReLU layers, softmax with cross entropy, Adam."""

    _estimator_type, _loss, _task = "classifier", "softmax_ce", "classification"

    @staticmethod
    def _outputs(targets):
        return len(set(map(str, targets)))

    def _learnt(self, targets):
        given = {self._label(target): target for target in targets}
        self.classes_ = self._made([given[label] for label in self.model_["classes"]])

    @staticmethod
    def _label(target):
        """As the service writes it: whole numbers in shortest form."""
        return str(int(target)) if isinstance(target, float) and target.is_integer() else str(target)

    def predict(self, X):
        given = dict(zip(self.model_["classes"], self.classes_)) if hasattr(self, "classes_") else {}
        return self._made([given[answer["label"]] for answer in self._answers(X)])

    def predict_proba(self, X):
        """A row of probabilities each, in the order of classes_."""
        return self._made([[answer["probabilities"][label] for label in self.model_["classes"]] for answer in self._answers(X)])

    def score(self, X, y):
        """The share of rows answered as y says."""
        answers, targets = self.predict(X), _targets(y)
        return sum(a == t for a, t in zip(answers, targets)) / len(targets)


class DescentRegressor(*_REGRESSOR, _Estimator):
    """A regression: affine and ReLU layers, squared error, Adam; the target is standardized by the service."""

    _estimator_type, _loss, _task = "regressor", "mse", "regression"

    @staticmethod
    def _outputs(targets):
        return 1

    def _learnt(self, targets):
        pass

    def predict(self, X):
        return self._made([answer["value"] for answer in self._answers(X)])

    def score(self, X, y):
        """R²: 1 less the squared errors' share of the squared deviations from the mean."""
        answers, targets = self.predict(X), _targets(y)
        mean = sum(targets) / len(targets)
        return 1 - sum((a - t) ** 2 for a, t in zip(answers, targets)) / sum((t - mean) ** 2 for t in targets)
