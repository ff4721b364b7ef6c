package io.descent.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The words of the command line, and the code each ends with. */
@Command(
    name = "descent",
    description = "Trains neural networks, asks them and shows how they learn.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandTool.Version.class,
    footer = {
      "",
      "  serve [--name=value ...]   starts the service, as no word does",
      "",
      "Exit codes: 0 done; 1 it did not come to what was asked (the training failed, the",
      "specification cannot run); 2 wrong words; 3 refused by the service; 4 no service."
    })
public final class CommandTool {

  /** Done. */
  static final int DONE = 0;

  /** The service did what was asked, but a training failed or a specification cannot run. */
  static final int FAILED = 1;

  /** Words or options that there are not, or that do not go together. */
  static final int WRONG_WORDS = 2;

  /** The service refuses the request. */
  static final int REFUSED = 3;

  /** The service does not answer or cannot be started, or a file cannot be read or written. */
  static final int UNREACHABLE = 4;

  private static final Set<String> ABOUT = Set.of("--help", "--version");

  private CommandTool() {}

  /** Whether these arguments start the service: none, its settings, or the word for it. */
  public static boolean isServe(String... arguments) {
    return arguments.length == 0
        || arguments[0].equals("serve")
        || arguments[0].startsWith("--") && !ABOUT.contains(arguments[0]);
  }

  /**
   * @param local the service to start where no address is named
   * @return the code to exit with
   */
  public static int run(
      LocalService local, PrintStream out, PrintStream progress, String... arguments) {
    CommandLine line = new CommandLine(new CommandTool());
    Screen screen = new Screen(out, progress);
    line.addSubcommand(new TrainCommand(local, screen));
    line.addSubcommand(new PredictCommand(local, screen));
    line.addSubcommand(new CheckCommand(local, screen));
    line.addSubcommand(new TraceCommand(local, screen));
    line.setOut(writer(out)).setErr(writer(progress));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, _) -> wrong(e));
    line.setExecutionExceptionHandler((e, command, _) -> screen.failure(e, json(command)));
    return arguments.length == 0 ? line.execute("--help") : line.execute(arguments);
  }

  /** What is wrong stands alone: all options below it would push it out of sight. */
  private static int wrong(CommandLine.ParameterException e) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println(line.getCommandSpec().qualifiedName() + " --help says what there is");
    return WRONG_WORDS;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static boolean json(CommandLine command) {
    return command.getParseResult().hasMatchedOption("--json");
  }

  /** As the jar says it. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = CommandTool.class.getPackage().getImplementationVersion();
      return new String[] {"Descent " + (version == null ? "(not packaged)" : version)};
    }
  }
}
