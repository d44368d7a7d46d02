package io.jenkins.plugins.composerelease.cli.demo;

/** The demo's {@code release.yaml}: an ordinary one, filled with the addresses of the test bed. */
final class DemoReleaseFile {
    private DemoReleaseFile() {}

    static String of(DemoTestBed bed, String databaseImage, String githubUrl) {
        return """
                application: shop
                version: {file: VERSION, pattern: '(.+)'}
                registry:
                  url: %s
                  username: %s
                  password: env:REGISTRY_PASSWORD
                  insecure: true
                images:
                  - name: shop/web
                    context: .
                    dockerfile: web/Dockerfile
                    buildArgs: {BASE_IMAGE: '%s'}
                    services: [web]
                    variable: WEB_IMAGE
                tags: [sha, version]
                secrets:
                  - {file: db_password, value: 'env:SHOP_DB_PASSWORD'}
                github:
                  repository: acme/shop
                  apiUrl: %s
                  token: env:GITHUB_TOKEN
                targets:
                  production:
                    host: %s
                    port: %s
                    user: %s
                    hostKey: %s
                    identity: file:%s
                    directory: %s/shop
                    project: shop
                    files: [compose.yaml]
                    variables: {DB_IMAGE: '%s', WEB_PORT: '%s'}
                    migration:
                      flyway:
                        locations: [db/migrations]
                        url: jdbc:postgresql://db:5432/shop
                        service: db
                        user: shop
                        password: env:SHOP_DB_PASSWORD
                    backup: {pgDump: {service: db, user: shop, database: shop}}
                    verification:
                      - {url: 'http://localhost:%s/health', from: target, retries: 3, interval: 1s}
                    stability: 2s
                    timeout: 60s
                """.formatted(
                        bed.registry(),
                        bed.registryUser(),
                        bed.baseImage(),
                        githubUrl,
                        bed.host("ADDRESS"),
                        bed.host("PORT"),
                        bed.host("USER"),
                        bed.host("PUBLIC_KEY"),
                        bed.host("KEY_FILE"),
                        bed.host("DIRECTORY"),
                        databaseImage,
                        bed.host("WEB_PORT"),
                        bed.host("WEB_PORT"));
    }
}
