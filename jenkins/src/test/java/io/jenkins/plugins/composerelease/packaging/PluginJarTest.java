package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

/** The root build compiles against signatures, this one against Jenkins: both must make the same plugin. */
public class PluginJarTest {
    /** Of the archive alone; and an index that only checks of the build read. */
    private static final List<String> NOT_COMPARED = List.of(
            "META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/services/annotations/org.kohsuke.accmod.Restricted");

    @Test
    public void holdsTheSameFilesAsThisBuild() throws IOException {
        Set<String> root = names(RootBuild.pluginJar());
        Set<String> here = names(RootBuild.compiledHere());
        assertThat(without(here, root)).as("missing in the root build's plugin").isEmpty();
        assertThat(without(root, here))
                .as("only in the root build's plugin")
                // Newer Stapler writes the parameters of one of all methods of the same name, an arbitrary one.
                .allMatch(name -> name.matches(".*/do[A-Z]\\w+\\.stapler"));
    }

    @Test
    public void eachFileIsTheSameByteForByte() throws IOException {
        Map<String, byte[]> root = RootBuild.pluginJar();
        Map<String, byte[]> here = RootBuild.compiledHere();
        assertThat(names(root))
                .as("differing files; both builds need the same sources and the same JDK")
                .filteredOn(here::containsKey)
                .filteredOn(name -> !Arrays.equals(root.get(name), here.get(name)))
                .isEmpty();
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    private static Set<String> names(Map<String, byte[]> files) {
        Set<String> names = new TreeSet<>(files.keySet());
        names.removeAll(NOT_COMPARED);
        return names;
    }
}
