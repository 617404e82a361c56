// Runs Chainrule in the browser: loads the .NET runtime once and passes questions on.

interface Exports {
    Chainrule: { Studio: { Browser: { EngineExports: { Answer(question: string, json: string): string } } } };
}

interface Runtime {
    getAssemblyExports(name: string): Promise<Exports>;
}

interface Dotnet {
    dotnet: { create(): Promise<Runtime> };
}

const address = new URL("./_framework/dotnet.js", self.location.href).href;

// Without this the runtime takes the worker for one of its own threads, and waits for its instructions.
Object.assign(self, { dotnetSidecar: true });

const exports = (async () => {
    const { dotnet } = (await import(/* @vite-ignore */ address)) as Dotnet;
    return (await dotnet.create()).getAssemblyExports("Chainrule.Studio.Browser");
})();

self.onmessage = async (event: MessageEvent<{ id: number; question: string; json: string }>) => {
    const { id, question, json } = event.data;
    try {
        const engine = (await exports).Chainrule.Studio.Browser.EngineExports;
        self.postMessage({ id, answer: engine.Answer(question, json) });
    } catch (error) {
        self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
};
