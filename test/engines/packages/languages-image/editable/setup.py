from setuptools import setup
setup(name="Editable.Thing_Demo", version="1.2.3", packages=["thing"], license="MIT")
