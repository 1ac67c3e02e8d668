# A server for a graph folder:
#
#   docker build -t scholargraph .
#   docker run --rm --read-only --tmpfs /tmp --cap-drop ALL \
#     -v "$PWD/kg:/kg:ro" -p 127.0.0.1:8000:8000 scholargraph
#
# Any other command works, too: docker run … scholargraph info /kg
FROM python:3.12-slim AS made
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY requirements ./requirements
COPY src ./src
# The package has its ontology by a link to it.
COPY ontology ./ontology
RUN python -m venv /opt/scholargraph \
    && /opt/scholargraph/bin/pip install --no-cache-dir --require-hashes -r requirements/core.lock \
    && /opt/scholargraph/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim
COPY --from=made /opt/scholargraph /opt/scholargraph
ENV PATH=/opt/scholargraph/bin:$PATH PYTHONDONTWRITEBYTECODE=1
# The graph is only read, and results too large for memory go to /tmp.
USER 65534:65534
VOLUME /kg
EXPOSE 8000
HEALTHCHECK --start-period=30s --timeout=10s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health')"]
ENTRYPOINT ["scholargraph"]
# Within the container all addresses; which of the host's, `docker run -p` says.
CMD ["serve", "/kg", "--host", "0.0.0.0", "--port", "8000"]
