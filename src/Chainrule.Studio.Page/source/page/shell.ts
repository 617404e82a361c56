import { Address } from "./address";
import { create, icon, icons } from "./dom";
import { retell } from "./retelling";
import { languageNames, wordsOf } from "./wording";

export interface Room {
    element: HTMLElement;
    speak(language: string): void;
    shown(isShown: boolean): void;
}

export type RoomName = "derive" | "play" | "digits" | "table" | "runs";

// The frame around the rooms: the bar with the rooms, language, theme and the address to share.
export class Shell {
    private readonly language = create(
        "select",
        {
            class: "quiet",
            change: () => this.speak(this.language.value),
        },
        ...Object.entries(languageNames).map(([value, name]) => create("option", { value, lang: value }, name)),
    );
    private readonly theme = create(
        "button",
        { type: "button", class: "quiet", click: () => this.turnTheme() },
        icon(icons.theme),
    );
    private readonly shareLabel = create("span", {});
    private readonly share = create(
        "button",
        { type: "button", class: "quiet", click: () => void this.copyAddress() },
        icon(icons.share),
        this.shareLabel,
    );
    private readonly links = new Map<RoomName, HTMLButtonElement>();
    private readonly nav: HTMLElement;
    private timer = 0;
    private readonly said = create("div", { class: "toast", role: "status" });

    constructor(
        private readonly rooms: Partial<Record<RoomName, Room>>,
        language: string,
        first: RoomName,
    ) {
        for (const name of Object.keys(rooms) as RoomName[])
            this.links.set(name, create("button", { type: "button", click: () => this.enter(name) }));
        this.nav = create("nav", {}, ...this.links.values());
        document.body.append(
            create(
                "header",
                { class: "bar" },
                create(
                    "h1",
                    { class: "mark" },
                    create("span", { class: "sign", "aria-hidden": "true" }, "∂"),
                    create("span", { class: "name" }, "chainrule"),
                ),
                this.nav,
                create("div", { class: "tools" }, this.share, this.language, this.theme),
            ),
            ...Object.values(rooms).map((room) => room.element),
            this.said,
        );
        // What nobody expected to fail is said rather than lost.
        addEventListener("unhandledrejection", ({ reason }) =>
            this.tell(reason instanceof Error ? reason.message : String(reason)),
        );
        const address = Address.current(),
            theme = address.get("theme");
        if (theme === "dark" || theme === "light") document.documentElement.dataset["theme"] = theme;
        this.language.value = language;
        this.speak(language, false);
        const asked = Object.keys(rooms).find((name) => name === address.get("room"));
        this.enter((asked as RoomName | undefined) ?? first, false);
    }

    enter(name: RoomName, isChosen = true): void {
        for (const [other, room] of Object.entries(this.rooms)) {
            room.element.hidden = other !== name;
            room.shown(other === name);
            this.links.get(other as RoomName)?.setAttribute("aria-current", other === name ? "page" : "false");
        }
        document.title = `${this.links.get(name)?.textContent} · Chainrule`;
        if (isChosen) Address.set({ room: name });
    }

    private speak(language: string, isChosen = true): void {
        const words = wordsOf(language);
        document.documentElement.lang = language;
        this.nav.setAttribute("aria-label", words.rooms);
        for (const [name, link] of this.links) link.textContent = words[name];
        this.language.setAttribute("aria-label", words.language);
        this.theme.setAttribute("aria-label", words.theme);
        this.theme.title = words.theme;
        this.shareLabel.textContent = words.share;
        for (const room of Object.values(this.rooms)) room.speak(language);
        if (isChosen) Address.set({ language });
    }

    private turnTheme(): void {
        const root = document.documentElement;
        const isDark =
            root.dataset["theme"] === "dark" ||
            (!root.dataset["theme"] && matchMedia("(prefers-color-scheme: dark)").matches);
        root.dataset["theme"] = isDark ? "light" : "dark";
        Address.set({ theme: root.dataset["theme"] });
    }

    private async copyAddress(): Promise<void> {
        await navigator.clipboard.writeText(location.href);
        this.tell(wordsOf(this.language.value).shared);
    }

    // As long as it takes to read.
    private tell(sentence: string): void {
        this.said.textContent = retell(sentence);
        this.said.classList.add("shown");
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.said.classList.remove("shown"), 2000 + 40 * sentence.length);
    }
}
