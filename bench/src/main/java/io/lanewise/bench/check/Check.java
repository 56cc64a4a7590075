package io.lanewise.bench.check;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.check.LevelJvms.Death;
import io.lanewise.bench.measure.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The gate: correctness at every level, as many levels at a time as keep all processors busy; then
 * the speeds, one JVM at a time.
 */
public final class Check {

  /**
   * JVMs more than processors: one that starts, or waits for its compilers, leaves a quarter of two
   * processors idle (25 levels in 3:55 minutes, 5:50 of processor time).
   */
  private static final int SPARE = 1;

  /**
   * A quick contract at a level takes 21, 16, 8 and 8 s of processor time: where the long ones
   * begin last, a processor has nothing to do at the end.
   */
  private static final List<String> LONGEST_FIRST =
      List.of("vector", "onednn", "openblas", "scalar");

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private static final String REASON_GONE =
      "is in the baseline and was not measured: the backend no longer has it, or it computes none"
          + " of the problems; check --save writes a baseline without it";

  private final CheckRequest request;
  private final List<Level> levels;
  private final @Nullable Baseline baseline;
  private final ChildJvm jvm;
  private final Progress progress;
  private final Map<Level, List<CheckRow>> rows = new LinkedHashMap<>();
  private final Map<Level, String> isas = new LinkedHashMap<>();
  private final List<SpeedRow> speeds = new ArrayList<>();

  /**
   * A run of the gate.
   *
   * @param levels of the backends, the machine as it is first for each
   * @param baseline what speeds are held against; null if there is none
   * @param jvm how child JVMs are started
   */
  public Check(
      CheckRequest request,
      List<Level> levels,
      @Nullable Baseline baseline,
      ChildJvm jvm,
      Progress progress) {
    this.request = request;
    this.levels = levels.stream().filter(request::takes).toList();
    this.baseline = baseline;
    this.jvm = jvm;
    this.progress = progress;
  }

  /** How often the progress is told that something has been done, at most. */
  public static int steps(CheckRequest request, List<Level> levels) {
    int here = (int) levels.stream().filter(request::takes).count();
    return here * ((request.contract() ? 1 : 0) + (request.speed() ? request.jvms() + 1 : 0));
  }

  /** Runs everything; whatever happens in a child is a row. */
  public CheckFindings run() {
    if (request.contract()) {
      contract();
    }
    if (request.speed()) {
      speed();
    }
    List<CheckRow> all =
        levels.stream().flatMap(level -> rows.getOrDefault(level, List.of()).stream()).toList();
    List<Baseline.InEffect> inEffect =
        isas.entrySet().stream()
            .map(
                one ->
                    new Baseline.InEffect(
                        one.getKey().backend(), one.getKey().name(), one.getValue()))
            .toList();
    return new CheckFindings(all, speeds, inEffect);
  }

  private void contract() {
    ContractCheck check = new ContractCheck(request);
    ChildJvm child = jvm.with(check.flags(), ContractCheck.ENVIRONMENT);
    machinesFirst(some -> contract(check, child, some));
  }

  /**
   * The machine as it is first: a level that turns out to be the same is not run again. All at once
   * where the contract has shown already what the machine is.
   */
  private void machinesFirst(Consumer<List<Level>> work) {
    List<Level> machines = levels.stream().filter(Level::isMachine).toList();
    if (isas.keySet().containsAll(machines)) {
      work.accept(levels);
    } else {
      work.accept(machines);
      work.accept(levels.stream().filter(level -> !level.isMachine()).toList());
    }
  }

  private void contract(ContractCheck check, ChildJvm child, List<Level> some) {
    Map<Level, CheckRow> skipped = new LinkedHashMap<>();
    some.forEach(level -> skipped(level).ifPresent(row -> skipped.put(level, row)));
    skipped.forEach(
        (level, row) -> {
          rows.put(level, List.of(row));
          finish(level, "contract", row.status().toString());
        });
    List<Level> here = some.stream().filter(level -> !skipped.containsKey(level)).toList();
    Map<Level, List<CheckRow>> all =
        inParallel(
            PROCESSORS + SPARE,
            here,
            level -> {
              List<CheckRow> found = check.run(child, level);
              finish(level, "contract", summary(found));
              return found;
            });
    rows.putAll(all);
    all.forEach(
        (level, found) ->
            found.stream()
                .map(CheckRow::isa)
                .filter(isa -> isa != null)
                .findFirst()
                .ifPresent(isa -> isas.put(level, isa)));
  }

  /** Does the same for several levels, so many at a time. */
  private static <T> Map<Level, T> inParallel(
      int atOnce, List<Level> some, Function<Level, T> work) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      Map<Level, Future<T>> futures = new HashMap<>();
      some.stream()
          .sorted(Comparator.comparingInt(level -> LONGEST_FIRST.indexOf(level.backend())))
          .forEach(level -> futures.put(level, threads.submit(() -> work.apply(level))));
      Map<Level, T> all = new LinkedHashMap<>();
      for (Level level : some) {
        all.put(level, Objects.requireNonNull(futures.get(level)).get());
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** A level that cannot be run here, or is the machine as it is under another name. */
  private Optional<CheckRow> skipped(Level level) {
    return reasonToSkip(level)
        .map(reason -> CheckRow.ofLevel(level, CheckStatus.SKIPPED, reason, null));
  }

  private Optional<String> reasonToSkip(Level level) {
    Optional<String> unavailable = BackendCatalog.unavailable(level.backend());
    if (unavailable.isPresent()) {
      return Optional.of("the backend is unavailable: " + unavailable.get());
    }
    if (level.obstacle() != null) {
      return Optional.of(level.obstacle());
    }
    Optional<String> machine =
        isas.entrySet().stream()
            .filter(one -> one.getKey().isMachine())
            .filter(one -> one.getKey().backend().equals(level.backend()))
            .map(Map.Entry::getValue)
            .findFirst();
    boolean isSame =
        !level.expectedIsa().isEmpty()
            && machine.filter(isa -> level.mismatch(isa).isEmpty()).isPresent();
    return isSame && !level.isMachine()
        ? Optional.of("is what this machine does as it is: " + machine.orElseThrow())
        : Optional.empty();
  }

  private void speed() {
    SpeedCheck check = new SpeedCheck(request, baseline);
    Map<Level, SpeedCheck.Look> looks = new LinkedHashMap<>();
    machinesFirst(some -> looks.putAll(firstLooks(check, some)));
    // Level by level and not JVM by JVM: a baseline's spread is that of all the minutes it takes.
    for (int jvm = 2; jvm <= request.jvms(); jvm++) {
      int number = jvm;
      looks.forEach((level, look) -> measure(check, level, look, number));
    }
    inParallel(
        looksAtOnce(),
        List.copyOf(looks.keySet()),
        level -> {
          SpeedCheck.Look look = looks.get(level);
          check.lookTwice(look);
          return look;
        });
    Map<Level, SpeedCheck.Found> all = new LinkedHashMap<>();
    looks.forEach(
        (level, look) -> {
          SpeedCheck.Found found = check.judge(look);
          all.put(level, found);
          finish(level, "speed", summary(withSpeeds(level, found, found.rows())));
        });
    all.replaceAll((level, found) -> check.confirm(looks.get(level), found));
    // Not before all were measured: a fall that two libraries have in common is the machine's.
    CommonFall machine =
        new CommonFall(
            all.values().stream().flatMap(found -> found.rows().stream()).toList(),
            request.criteria());
    for (Level level : levels) {
      SpeedCheck.Found found = all.get(level);
      if (found != null) {
        List<SpeedRow> judged = found.rows().stream().map(machine::judge).toList();
        speeds.addAll(judged);
        rows.put(level, withSpeeds(level, found, judged));
      }
    }
  }

  private Map<Level, SpeedCheck.Look> firstLooks(SpeedCheck check, List<Level> some) {
    List<Level> here = new ArrayList<>();
    for (Level level : some) {
      Optional<CheckRow> skipped =
          rows.getOrDefault(level, List.of()).stream()
              .filter(row -> row.kernel().equals(CheckRow.EVERY_KERNEL))
              .findFirst()
              .or(() -> skipped(level));
      if (skipped.isPresent()) {
        rows.putIfAbsent(level, List.of(skipped.get()));
        finish(level, "speed", skipped.get().status().toString());
      } else {
        here.add(level);
      }
    }
    Map<Level, SpeedCheck.Look> looks =
        inParallel(
            looksAtOnce(),
            here,
            level -> {
              SpeedJvms jvms = new SpeedJvms(jvm, level, request.threads());
              return measure(check, level, SpeedCheck.open(level, jvms), 1);
            });
    looks.forEach(
        (level, look) -> {
          if (look.isa() != null) {
            isas.put(level, look.isa());
          }
        });
    return looks;
  }

  private SpeedCheck.Look measure(SpeedCheck check, Level level, SpeedCheck.Look look, int number) {
    String what = "speeds, JVM %d of %d".formatted(number, request.jvms());
    start(level, what);
    check.measure(look);
    finish(level, what, look.outcome());
    return look;
  }

  /**
   * A look in one JVM decides nothing, and may have other looks on the other processors: beside one
   * and alone, 45 speeds of two backends differed by no more than two looks alone did. Figures that
   * decide, or make a baseline, are measured alone.
   */
  private int looksAtOnce() {
    return request.jvms() == 1 ? Math.max(1, PROCESSORS / request.threads()) : 1;
  }

  private List<CheckRow> withSpeeds(Level level, SpeedCheck.Found found, List<SpeedRow> judged) {
    Map<String, CheckRow> byKernel = new LinkedHashMap<>();
    rows.getOrDefault(level, List.of()).forEach(row -> byKernel.put(row.kernel(), row));
    for (SpeedRow row : judged) {
      worsen(byKernel, level, found.isa(), row.what().kernel(), status(row), reason(row));
    }
    found
        .deaths()
        .forEach(
            (kernel, death) ->
                worsen(byKernel, level, found.isa(), kernel, death.status(), death.reason()));
    found
        .gone()
        .forEach(
            kernel -> worsen(byKernel, level, found.isa(), kernel, CheckStatus.GONE, REASON_GONE));
    levelFailure(level, found)
        .ifPresent(
            death ->
                byKernel.put(
                    CheckRow.EVERY_KERNEL,
                    CheckRow.ofLevel(
                        level,
                        death.status(),
                        death.reason(),
                        ReplayLine.ofSpeeds(level, request))));
    return List.copyOf(byKernel.values());
  }

  /** What the child could not do, or another instruction set than the baseline had. */
  private Optional<Death> levelFailure(Level level, SpeedCheck.Found found) {
    if (found.failure() != null) {
      return Optional.of(found.failure());
    }
    return Optional.ofNullable(baseline)
        .flatMap(known -> known.isa(level.backend(), level.name()))
        .filter(isa -> !isa.equals(found.isa()))
        .map(
            isa ->
                new Death(
                    CheckStatus.WRONG_LEVEL,
                    "runs at \"%s\", the baseline at \"%s\"".formatted(found.isa(), isa)));
  }

  private void worsen(
      Map<String, CheckRow> byKernel,
      Level level,
      @Nullable String isa,
      String kernel,
      CheckStatus status,
      @Nullable String reason) {
    CheckRow known =
        byKernel.getOrDefault(
            kernel,
            new CheckRow(
                level.backend(), level.name(), kernel, CheckStatus.OK, null, isa, 0, 0, null));
    String replay = ReplayLine.ofSpeed(level, kernel, request);
    byKernel.put(kernel, reason == null ? known : known.worsened(status, reason, replay));
  }

  private static CheckStatus status(SpeedRow row) {
    return switch (row.judgement()) {
      case SLOW -> CheckStatus.SLOW;
      case NOISY -> CheckStatus.NOISY;
      case FAILED -> CheckStatus.WRONG;
      case NONE, AS_BEFORE -> CheckStatus.OK;
    };
  }

  private static @Nullable String reason(SpeedRow row) {
    return status(row) == CheckStatus.OK ? null : row.what().problem() + ": " + row.reason();
  }

  private void start(Level level, String what) {
    synchronized (progress) {
      progress.start(level + ", " + what);
    }
  }

  private void finish(Level level, String what, String outcome) {
    synchronized (progress) {
      progress.finish(level + ", " + what, outcome);
    }
  }

  private static String summary(List<CheckRow> found) {
    CheckStatus worst =
        found.stream().map(CheckRow::status).min(Comparator.naturalOrder()).orElse(CheckStatus.OK);
    long count = found.stream().filter(row -> row.status() == worst).count();
    return worst == CheckStatus.OK
        ? found.size() + " kernels ok"
        : count + " of " + found.size() + " " + worst;
  }
}
