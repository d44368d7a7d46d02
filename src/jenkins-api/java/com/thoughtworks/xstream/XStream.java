package com.thoughtworks.xstream;

public class XStream {
    public XStream() { throw new AssertionError(); }
}
