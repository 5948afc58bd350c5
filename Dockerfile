# The workbench as a small image: not root, one volume, its own health check.
# docker build -t speech-refiner . ; see docs/deploy.md for how to run it.

FROM python:3.11-slim AS build
WORKDIR /source
COPY requirements-server.lock ./
RUN python -m venv /opt/refiner \
 && /opt/refiner/bin/pip install --no-cache-dir --require-hashes -r requirements-server.lock
COPY pyproject.toml setup.py README.md LICENSE NOTICE requirements.txt requirements-audio.txt requirements-dask.txt requirements-server.txt app.py ./
COPY .streamlit/config.toml .streamlit/config.toml
COPY refiner/ refiner/
COPY pages/ pages/
COPY data/ data/
RUN /opt/refiner/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home refiner \
 && install -d -o refiner -g refiner -m 700 /state
COPY --from=build /opt/refiner /opt/refiner
ENV PATH=/opt/refiner/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    REFINER_DB=/state/runs.db \
    REFINER_LOG=/state/refiner.log
USER refiner
WORKDIR /home/refiner
VOLUME /state
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
ENTRYPOINT ["speech-refiner"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8501"]
