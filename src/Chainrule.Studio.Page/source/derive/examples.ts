import autoencoder from "../../../../samples/autoencoder.chain?raw";
import classifier from "../../../../samples/classifier.chain?raw";
import deep from "../../../../samples/deep.chain?raw";
import stuckInNumPy from "../../../../samples/stuck.py?raw";
import stuck from "../../../../samples/stuck.chain?raw";
import tied from "../../../../samples/tied-autoencoder.chain?raw";
import toy from "../../../../samples/toy.chain?raw";

export const examples: Record<string, string> = {
    "autoencoder.chain": autoencoder,
    "stuck.chain": stuck,
    "stuck.py": stuckInNumPy,
    "classifier.chain": classifier,
    "toy.chain": toy,
    "tied-autoencoder.chain": tied,
    "deep.chain": deep,
};

export const firstExample = autoencoder;
