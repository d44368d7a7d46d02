package com.thoughtworks.xstream;

public class XStream {
    public XStream() { throw new AssertionError(); }
    public String toXML(Object a) { throw new AssertionError(); }
}
