package io.jenkins.plugins.composerelease.engine.mask;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A text in the forms that others' programs give it: nothing here knows the forms that the masker looks for. */
final class Encoders {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final ObjectMapper SLASHES =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build();

    private Encoders() {}

    /** The forms by a name for messages, without the quotes around them. */
    static Map<String, String> of(String text) throws IOException, URISyntaxException, XMLStreamException {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("raw", text);
        forms.put("JSON", json(JSON, text));
        forms.put("ASCII JSON", json(ASCII, text));
        forms.put("JSON with slashes", json(SLASHES, text));
        forms.put("JSON in JSON", json(JSON, json(JSON, text)));
        forms.put("form", URLEncoder.encode(text, StandardCharsets.UTF_8));
        forms.put("URL", URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
        forms.put("lower case URL", lowerEscapes(forms.get("URL")));
        forms.put("compose", text.replace("$", "$$"));
        forms.put("YAML", text.replace("'", "''"));
        forms.put("properties", properties(text));
        if (text.chars().allMatch(c -> c < 0x80)) {
            forms.put("user of a URI", new URI("http", text, "h", -1, "/", null, null).getRawUserInfo());
            String path = new URI("http", "h", "/" + text, null, null).getRawPath();
            forms.put("path of a URI", path.substring(1));
        }
        if (text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t')) {
            forms.put("XML text", xml(text, false));
            forms.put("XML attribute", xml(text, true));
        }
        if (text.length() < 200) {
            forms.put("quoted by us", Text.printable(text));
        }
        return forms;
    }

    static String json(String text) throws IOException {
        return json(JSON, text);
    }

    private static String json(ObjectMapper mapper, String text) throws IOException {
        String quoted =
                mapper.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String lowerEscapes(String url) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < url.length(); i++) {
            boolean digit = (i > 0 && url.charAt(i - 1) == '%') || (i > 1 && url.charAt(i - 2) == '%');
            out.append(digit ? Character.toLowerCase(url.charAt(i)) : url.charAt(i));
        }
        return out.toString();
    }

    private static String properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("k", text);
        StringWriter out = new StringWriter();
        properties.store(out, null);
        String line = out.toString().lines().reduce((first, last) -> last).orElseThrow();
        return line.substring(2);
    }

    private static String xml(String text, boolean attribute) throws XMLStreamException {
        StringWriter out = new StringWriter();
        XMLStreamWriter writer = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
        writer.writeStartElement("a");
        if (attribute) {
            writer.writeAttribute("b", text);
        }
        writer.writeCharacters(attribute ? "" : text);
        writer.writeEndElement();
        writer.close();
        String whole = out.toString();
        return attribute
                ? whole.substring("<a b=\"".length(), whole.length() - "\"></a>".length())
                : whole.substring("<a>".length(), whole.length() - "</a>".length());
    }
}
