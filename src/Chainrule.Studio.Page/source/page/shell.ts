import { Address } from "./address";
import { create, icon, icons } from "./dom";
import { languageNames, wordsOf } from "./wording";

export interface Room {
  element: HTMLElement;
  speak(language: string): void;
}

// The frame around the rooms: the bar with language, theme and the address to share.
export class Shell {
  private readonly language = create("select", {
    class: "quiet", change: () => this.speak(this.language.value),
  }, ...Object.entries(languageNames).map(([value, name]) => create("option", { value, lang: value }, name)));
  private readonly theme = create("button", { type: "button", class: "quiet", click: () => this.turnTheme() },
    icon(icons.theme));
  private readonly shareLabel = create("span", {});
  private readonly share = create("button", { type: "button", class: "quiet", click: () => void this.copyAddress() },
    icon(icons.share), this.shareLabel);
  private readonly said = create("div", { class: "toast", role: "status" });

  constructor(private readonly room: Room, language: string) {
    document.body.append(
      create("header", { class: "bar" },
        create("h1", { class: "mark" }, create("span", { class: "sign", "aria-hidden": "true" }, "∂"), "chainrule"),
        create("div", { class: "tools" }, this.share, this.language, this.theme)),
      room.element, this.said);
    const theme = Address.current().get("theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset["theme"] = theme;
    this.language.value = language;
    this.speak(language, false);
  }

  private speak(language: string, isChosen = true): void {
    const words = wordsOf(language);
    document.documentElement.lang = language;
    document.title = `${words.derive} · Chainrule`;
    this.language.setAttribute("aria-label", words.language);
    this.theme.setAttribute("aria-label", words.theme);
    this.theme.title = words.theme;
    this.shareLabel.textContent = words.share;
    this.room.speak(language);
    if (isChosen) Address.set({ language });
  }

  private turnTheme(): void {
    const root = document.documentElement;
    const isDark = root.dataset["theme"] === "dark"
      || (!root.dataset["theme"] && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset["theme"] = isDark ? "light" : "dark";
    Address.set({ theme: root.dataset["theme"] });
  }

  private async copyAddress(): Promise<void> {
    const words = wordsOf(this.language.value);
    await navigator.clipboard.writeText(location.href);
    this.said.textContent = words.shared;
    this.said.classList.add("shown");
    setTimeout(() => this.said.classList.remove("shown"), 2600);
  }
}
