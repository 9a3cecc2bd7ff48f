package godwit.launch.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** True for our classes outside the modules named: what a module must not see. */
final class ModulesOtherThan extends DescribedPredicate<JavaClass> {
    private static final String ROOT = "godwit.";

    private final Set<String> modules;

    ModulesOtherThan(final String... modules) {
        super("are of a module other than %s", String.join(", ", modules));
        this.modules = Set.of(modules);
    }

    @Override
    public boolean test(final JavaClass other) {
        final String name = other.getPackageName();
        return name.startsWith(ROOT) && !modules.contains(name.substring(ROOT.length()).split("\\.")[0]);
    }
}
