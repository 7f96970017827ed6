import RobotAssembly
import RobotConfiguration

/// The message catalogues of the journal (systemd.io/CATALOG), which `journalctl -x` shows.
struct CatalogueJournal {
  let catalogue: FaultCatalogue

  var english: String {
    text("") { entry in
      (
        entry.title.english, entry.cause.english, entry.reaction.done.english, entry.remedy.english,
        "Cause: ", "Reaction: ", "What to do: ", "."
      )
    }
  }

  var chinese: String {
    text("Language: zh_CN\n") { entry in
      (
        entry.title.chinese, entry.cause.chinese, entry.reaction.done.chinese, entry.remedy.chinese,
        "原因：", "反应：", "处理：", "。"
      )
    }
  }

  private typealias Words = (
    title: String, cause: String, done: String, remedy: String, causeIs: String, doneIs: String,
    remedyIs: String, stop: String
  )

  private func text(
    _ language: String, _ words: (FaultCatalogue.Entry) -> Words
  ) -> String {
    let messages = catalogue.entries.map { entry in
      let words = words(entry)
      return """
        -- \(entry.messageID)
        Subject: \(words.title) (\(entry.code) \(entry.name))
        Defined-By: Cerebellum
        Documentation: file:///usr/share/doc/cerebellum/faults.md
        \(language)
        @MESSAGE@

        \(words.causeIs)\(words.cause)
        \(words.doneIs)\(words.done)\(words.stop)
        \(words.remedyIs)\(words.remedy)

        """
    }
    return "# Written by `make catalogue` from Faults/faults.yaml: change that.\n\n"
      + messages.joined(separator: "\n")
  }
}
