from setuptools import find_packages, setup

setup(
    name="shop",
    version="0.1.0",
    python_requires=">=3.11",
    package_dir={"": "src"},
    packages=find_packages("src"),
    install_requires=["fastapi>=0.115", "uvicorn>=0.30"],
    extras_require={"dev": ["pytest>=8"]},
)
