"""Uses descent_client.py against a running service: python3 clients/python/check.py URL"""
import csv
import pathlib
import sys

from descent_client import Descent, DescentClassifier, DescentError, DescentRegressor

url = sys.argv[1]
data = pathlib.Path(__file__).parents[2] / "examples" / "data"


def table(name):
    with open(data / name) as file:
        rows = list(csv.reader(file))[1:]
    return [[float(v) for v in row[:-1]] for row in rows], [row[-1] for row in rows]


X, y = table("iris.csv")
classifier = DescentClassifier(hidden=(16,), epochs=60, url=url, name="python-iris").fit(X, y)
assert list(classifier.classes_) == ["setosa", "versicolor", "virginica"], classifier.classes_
assert classifier.score(X, y) > 0.93, classifier.score(X, y)
shares = classifier.predict_proba(X[:3])
assert all(abs(sum(row) - 1) < 1e-5 for row in shares), shares
job = classifier.job_["id"]
assert classifier.fit(X, y).job_["id"] == job, "the same table and settings, the same job"
assert classifier.get_params()["hidden"] == (16,) and "hidden=(16,)" in repr(classifier)

numbers = [0 if label == "setosa" else 1 for label in y]
assert set(DescentClassifier(epochs=20, url=url).fit(X, numbers).predict(X)) == {0, 1}

A, b = table("diabetes.csv")
b = [float(v) for v in b]
regressor = DescentRegressor(hidden=(8,), epochs=40, url=url).fit(A, b)
assert regressor.score(A, b) > 0.4, regressor.score(A, b)

service = Descent(url)
assert service.weights(classifier.model_id_)[8:9] == b"{" and len(service.onnx(classifier.model_id_)) > 100
seen = []
service.wait(job, on_event=lambda name, event: seen.append(name))
assert "status" in seen, seen
for refused in (lambda: service.train("nobody", {}, {}), lambda: classifier.predict([[1, 2]]), lambda: DescentClassifier(url=url).predict(X)):
    try:
        refused()
        raise SystemExit("was not refused")
    except (DescentError, ValueError) as error:
        assert str(error)
print("descent_client.py: trained, predicted, refused")

try:
    from sklearn.utils.estimator_checks import check_estimator
except ImportError:
    print("scikit-learn is not there: its check_estimator was not run")
else:
    for estimator in (DescentClassifier, DescentRegressor):
        results = check_estimator(estimator(epochs=60, url=url), on_skip=None, on_fail=None)
        failed = [(it["check_name"], str(it["exception"])) for it in results if it["status"] == "failed"]
        assert not failed, failed
        print("%s: %d checks of scikit-learn" % (estimator.__name__, len(results)))
