from server import app


def test_no_orders():
    assert app.test_client().get("/orders").json == {"orders": []}
