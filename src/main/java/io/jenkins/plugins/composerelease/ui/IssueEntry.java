package io.jenkins.plugins.composerelease.ui;

import java.io.Serializable;

/** An issue on the page of its run. */
public final class IssueEntry implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String url;
    private final String title;

    IssueEntry(String url, String title) {
        this.url = url;
        this.title = title;
    }

    public String getUrl() {
        return url;
    }

    public String getTitle() {
        return title;
    }

    /** Whether the address may become a link: only what a browser opens as a page. */
    public boolean isLink() {
        return url.matches("https?://\\S+");
    }
}
