import java.io.FileInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * veraPDF over many files in one process. Arguments: the flavours ("3a,ua1"), then the files.
 *
 * <p>Prints a line a file and flavour, "file TAB flavour TAB number of checks", and a line a rule that failed, "file
 * TAB flavour TAB rule TAB times TAB what veraPDF says of the first". Run from source: `java -cp ... ValidatePdf.java`.
 */
public class ValidatePdf {
  private static final int CHECKS_SHOWN = 10_000;

  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    List<PDFAFlavour> flavours = Stream.of(args[0].split(",")).map(PDFAFlavour::byFlavourId).collect(Collectors.toList());
    for (String file : List.of(args).subList(1, args.length)) {
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavours.get(0));
          PDFAValidator validator =
              Foundries.defaultInstance().createValidator(flavours, CHECKS_SHOWN, false, false, false)) {
        for (ValidationResult result : validator.validateAll(parser)) {
          tell(file, result);
        }
      }
    }
  }

  private static void tell(String file, ValidationResult result) {
    String head = file + "\t" + result.getPDFAFlavour().getId();
    System.out.println(head + "\t" + result.getTotalAssertions());
    Map<String, Integer> times = new TreeMap<>();
    Map<String, String> first = new TreeMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
        times.merge(rule, 1, Integer::sum);
        first.putIfAbsent(rule, assertion.getMessage() + " @ " + assertion.getLocation().getContext());
      }
    }
    times.forEach((rule, n) -> System.out.println(head + "\t" + rule + "\t" + n + "\t" + first.get(rule)));
  }
}
