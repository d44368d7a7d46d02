package io.jenkins.plugins.composerelease.config;

import java.util.Map;

/** What a web method tells to whom. A method that is not here, and does not only check a value, fails the test. */
enum WebMethodKind {
    /** Tests a connection: administrators only. */
    CONNECTS,
    /** Credentials, and other things of this Jenkins: an empty list, or the current value, for others. */
    LISTS_CREDENTIALS,
    LISTS_AGENTS,
    /** The same words for everybody. */
    LISTS_WORDS,
    /** {@code ui.PagePermissionsTest} has these. */
    PAGE;

    static final Map<String, WebMethodKind> OF = Map.ofEntries(
            Map.entry("ComposeHostForm.doTestConnection", CONNECTS),
            Map.entry("GitHubSettings.doTestConnection", CONNECTS),
            Map.entry("ComposeHostForm.doFillSshCredentialsIdItems", LISTS_CREDENTIALS),
            Map.entry("FirstRunEntry.doFillCredentialsIdItems", LISTS_CREDENTIALS),
            Map.entry("FlywayMigration.doFillCredentialsIdItems", LISTS_CREDENTIALS),
            Map.entry("GitHubSettings.doFillCredentialsIdItems", LISTS_CREDENTIALS),
            Map.entry("MysqlDumpBackup.doFillCredentialsIdItems", LISTS_CREDENTIALS),
            Map.entry("GithubIssueStep.doFillCredentialsIdItems", LISTS_CREDENTIALS),
            Map.entry("ReportFailureStep.doFillCredentialsIdItems", LISTS_CREDENTIALS),
            Map.entry("SecretEntry.doFillCredentialsIdItems", LISTS_CREDENTIALS),
            Map.entry("ComposeHostForm.doFillAgentItems", LISTS_AGENTS),
            Map.entry("ComposeHostForm.doFillAtRestItems", LISTS_WORDS),
            Map.entry("ComposeHostForm.doFillDriftItems", LISTS_WORDS),
            Map.entry("ComposeHostForm.doFillStrategyItems", LISTS_WORDS),
            Map.entry("HttpCheck.doFillFromItems", LISTS_WORDS),
            Map.entry("PublishImagesStep.doFillBuildLogItems", LISTS_WORDS),
            Map.entry("PublishImagesStep.doFillCacheItems", LISTS_WORDS),
            Map.entry("SecretEntry.doFillPartItems", LISTS_WORDS),
            Map.entry("StackStep$Form.doFillLogsItems", LISTS_WORDS),
            Map.entry("VerifyEndpointStep.doFillFromItems", LISTS_WORDS),
            Map.entry("ReleaseAction.doProgress", PAGE),
            Map.entry("ReleaseAction.doItem", PAGE),
            Map.entry("ReleasesAction.doRollBack", PAGE),
            Map.entry("ReleasesAction.doQueued", PAGE),
            Map.entry("CommandLineDownload.doJar", PAGE));
}
