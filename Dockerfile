# Satark as one static program in an empty image: no shell, no package manager,
# nothing to patch but the program itself.
#
# .git is part of the build context on purpose: the Go command stamps the commit
# into the program, and `satark version` and the logs name it.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/satark ./cmd/satark \
 && mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/satark /satark
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532

# Evidence, the embedded store and its key live here, and nothing else does: the
# root of a container may be mounted read-only.
VOLUME /data
ENV SATARK_STORE=file:/data \
    SATARK_LISTEN=0.0.0.0:8080 \
    SATARK_OPS_LISTEN=0.0.0.0:9090

# 8080 is for Telegram's webhook, behind a proxy that ends TLS; 9090 is for
# operators and is not to be published.
EXPOSE 8080 9090

# A scratch image has no curl: the program asks its own /healthz.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["/satark", "check", "--health"]

ENTRYPOINT ["/satark"]
CMD ["serve"]
