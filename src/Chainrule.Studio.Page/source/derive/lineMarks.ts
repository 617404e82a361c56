import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, gutter, GutterMarker } from "@codemirror/view";
import type { ClaimVerdict } from "../engine/messages";

const signs = { right: "✓", wrongValue: "✗", wrongShape: "✗", undecided: "?" };

class GradeMarker extends GutterMarker {
    constructor(private readonly verdict: ClaimVerdict) {
        super();
    }

    override eq(other: GradeMarker): boolean {
        return other.verdict.grade === this.verdict.grade && other.verdict.hints[0] === this.verdict.hints[0];
    }

    override toDOM(): Node {
        const mark = document.createElement("span");
        mark.className = `grade ${this.verdict.grade}`;
        mark.textContent = signs[this.verdict.grade];
        mark.title = this.verdict.hints[0] ?? this.verdict.sentence;
        return mark;
    }
}

export const showGrades = StateEffect.define<ClaimVerdict[]>();
export const markLines = StateEffect.define<number | null>();

const verdicts = StateField.define<RangeSet<GutterMarker>>({
    create: () => RangeSet.empty,
    update(value, transaction) {
        let set = value.map(transaction.changes);
        for (const effect of transaction.effects) {
            if (!effect.is(showGrades)) continue;
            const { doc } = transaction.state;
            const known = effect.value.filter((one) => one.line > 0 && one.line <= doc.lines);
            set = RangeSet.of(
                known.map((one) => new GradeMarker(one).range(doc.line(one.line).from)),
                true,
            );
        }
        return set;
    },
});

// The verdict on each claim, in a gutter beside its line.
export const grades: Extension = [verdicts, gutter({ class: "grades", markers: (view) => view.state.field(verdicts) })];

const mark = Decoration.line({ class: "marked" });

// The line that a hovered factor comes from.
export const markedLines: Extension = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(value, transaction) {
        let set = value.map(transaction.changes);
        for (const effect of transaction.effects) {
            if (!effect.is(markLines)) continue;
            const { doc } = transaction.state;
            set =
                effect.value === null || effect.value > doc.lines
                    ? Decoration.none
                    : Decoration.set([mark.range(doc.line(effect.value).from)]);
        }
        return set;
    },
    provide: (field) => EditorView.decorations.from(field),
});
