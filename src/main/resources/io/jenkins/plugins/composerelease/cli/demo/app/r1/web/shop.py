"""A small shop: a page, an API, a health check that asks the database."""

import os

import psycopg2
from flask import Flask, Response, jsonify, render_template_string

app = Flask(__name__)
with open("VERSION", encoding="utf-8") as file:
    VERSION = file.read().strip()
with os.fdopen(3, encoding="utf-8") as file:  # opened by entrypoint.sh
    PASSWORD = file.read().strip()

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Shop {{ version }}</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto } li { margin: .3rem 0 }</style>
<h1>Shop</h1>
<ul>{% for item in items %}<li>{{ item.name }}</li>{% endfor %}</ul>
<p>Version {{ version }}</p></html>
"""


def items():
    connection = psycopg2.connect(
        host=os.environ["DB_HOST"], dbname="shop", user="shop", password=PASSWORD, connect_timeout=3
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, name FROM items ORDER BY id")
            return [{"id": row[0], "name": row[1]} for row in cursor.fetchall()]
    finally:
        connection.close()


@app.get("/")
def page():
    return render_template_string(PAGE, version=VERSION, items=items())


@app.get("/api/v1/items")
def api():
    return jsonify(items())


@app.get("/health")
def health():
    return jsonify(status="ok", version=VERSION, items=len(items()))


@app.get("/version")
def version():
    return Response(VERSION + "\n", mimetype="text/plain")
