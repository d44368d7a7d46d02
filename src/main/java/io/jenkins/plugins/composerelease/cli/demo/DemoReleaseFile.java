package io.jenkins.plugins.composerelease.cli.demo;

/** The demo's {@code release.yaml}: an ordinary one, filled with the addresses of the test bed. */
final class DemoReleaseFile {
    private DemoReleaseFile() {}

    static String of(DemoTestBed bed, String databaseImage, String githubUrl) {
        return """
                application: shop
                version: {file: VERSION, pattern: '(.+)'}
                registry:
                  url: <REGISTRY>
                  username: <REGISTRY_USER>
                  password: env:REGISTRY_PASSWORD
                  insecure: true
                images:
                  - name: shop/web
                    context: .
                    dockerfile: web/Dockerfile
                    buildArgs: {BASE_IMAGE: '<BASE_IMAGE>'}
                    services: [web]
                    variable: WEB_IMAGE
                tags: [sha, version]
                secrets:
                  - {file: db_password, value: 'env:SHOP_DB_PASSWORD'}
                github:
                  repository: acme/shop
                  apiUrl: <GITHUB>
                  token: env:GITHUB_TOKEN
                targets:
                  production:
                    host: <ADDRESS>
                    port: <PORT>
                    user: <USER>
                    hostKey: <PUBLIC_KEY>
                    identity: file:<KEY_FILE>
                    directory: <DIRECTORY>/shop
                    project: shop
                    files: [compose.yaml]
                    variables: {DB_IMAGE: '<DB_IMAGE>', WEB_PORT: '<WEB_PORT>'}
                    migration:
                      flyway:
                        locations: [db/migrations]
                        url: jdbc:postgresql://db:5432/shop
                        service: db
                        user: shop
                        password: env:SHOP_DB_PASSWORD
                    backup: {pgDump: {service: db, user: shop, database: shop}}
                    verification:
                      - {url: 'http://localhost:<WEB_PORT>/health', from: target, retries: 3, interval: 1s}
                    stability: 2s
                    timeout: 60s
                """.replace("<REGISTRY>", bed.registry())
                .replace("<REGISTRY_USER>", bed.registryUser())
                .replace("<BASE_IMAGE>", bed.baseImage())
                .replace("<GITHUB>", githubUrl)
                .replace("<ADDRESS>", bed.host("ADDRESS"))
                .replace("<PORT>", bed.host("PORT"))
                .replace("<USER>", bed.host("USER"))
                .replace("<PUBLIC_KEY>", bed.host("PUBLIC_KEY"))
                .replace("<KEY_FILE>", bed.host("KEY_FILE"))
                .replace("<DIRECTORY>", bed.host("DIRECTORY"))
                .replace("<DB_IMAGE>", databaseImage)
                .replace("<WEB_PORT>", bed.host("WEB_PORT"));
    }
}
